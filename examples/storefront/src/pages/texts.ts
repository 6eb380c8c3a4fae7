import { html } from '../html.ts'
import { link, type Page, type Visit } from '../layout.ts'

export function help(visit: Visit): Page {
  const { words: w } = visit
  return {
    title: w.help,
    body: html`<div class="prose"><h1>${w.helpTitle}</h1><p class="lead">${w.helpText}</p>
${w.questions.map(([question, answer]) => html`<details><summary>${question}</summary><p>${answer}</p></details>`)}
<p>${w.write}: <a href="mailto:hello@linden-oak.example">hello@linden-oak.example</a></p></div>`,
  }
}

export function privacy(visit: Visit): Page {
  const { words: w } = visit
  return {
    title: w.privacy,
    body: html`<div class="prose"><h1>${w.privacyTitle}</h1>${w.privacyText.map((text) => html`<p>${text}</p>`)}
<p><button class="button" type="button" data-latchkey-open="preferences">${w.changeChoices}</button></p></div>`,
  }
}

export function missing(visit: Visit): Page {
  const { words: w } = visit
  return {
    title: w.missing,
    status: 404,
    body: html`<div class="prose"><h1>${w.missing}</h1><p class="lead">${w.missingText}</p><p><a class="button" href="${link(visit, '/')}">${w.goOn}</a></p></div>`,
  }
}
