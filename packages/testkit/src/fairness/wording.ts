import { labelsOf } from './labels.ts'
import type { Question } from './question.ts'
import type { Unfairness } from './unfairness.ts'

/** Words that the first question may have, its purposes aside (DP-16). */
const WORDS = 60
/** Purposes that the preferences may show at once (DP-12). */
const PURPOSES = 8
/** Years at school that an English text may ask for (DP-16). */
const GRADE = 10

/** A price, a discount, a clock that runs. */
const OFFER = /\d\s?%|[€$£¥₹₩]\s?\d|\d\s?[€£]|\b\d{1,2}:\d{2}(:\d{2})?\b/
/** Names of categories: they do not say what happens. Alike in most languages that have them. */
const VAGUE =
  /^(strictly )?(functional\w*|funktional\w*|fonctionn\w*|funcional\w*|funzional\w*|performan\w*|target\w*|statisti\w*|estad[ií]stic\w*|pr[eé]f[eé]ren\w*|miscellaneous|others?|advanced|extras?)$/i

/**
 * Reads what a surface says and offers, and says in which ways the words are not fair: labels that are on no allow-list or
 * press (DP-10), too much at once (DP-12, DP-16), offers (DP-13), switches that say what is off (DP-17), purposes that say
 * nothing (DP-18). Empty if in none.
 */
export function checkWording(question: Question): readonly Unfairness[] {
  const { surface, lang, text, buttons, switches, media } = question
  const found: Unfairness[] = []
  const fail = (rule: Unfairness['rule'], problem: string) => void found.push({ rule, problem })
  const labels = labelsOf(lang)
  const asks = surface === 'banner' || surface === 'preferences'
  const labelled = (action: string) =>
    buttons.filter((button) => button.action === action).map(({ label }) => label)

  if (!labels) fail('DP-10', `there is no allow-list for «${lang}»`)
  else {
    if (asks) {
      // A ✕ that refuses is named by what it does.
      for (const label of labelled('reject'))
        if (!labels.reject.includes(label)) fail('DP-10', `«${label}» is no label for refusing in «${lang}»`)
      for (const label of labelled('accept'))
        if (!labels.accept.includes(label)) fail('DP-10', `«${label}» is no label for accepting in «${lang}»`)
    }
    const all = [text, ...buttons.map(({ label }) => label), ...switches.map(({ label }) => label)]
      .join('\n')
      .toLowerCase()
    for (const phrase of labels.banned) if (all.includes(phrase)) fail('DP-10', `it says «${phrase}»`)
    for (const { label } of switches)
      for (const word of wordsOf(label, lang))
        if (labels.negations.includes(word.toLowerCase()))
          fail('DP-17', `«${label}» says what does not happen`)
  }

  if (surface === 'preferences') {
    if (switches.length > PURPOSES)
      fail('DP-12', `${switches.length} purposes at once, expected ${PURPOSES} at most`)
    if (switches.length > 0 && (labelled('reject').length === 0 || labelled('accept').length === 0))
      fail('DP-12', 'there is no way to answer all at once')
  }
  for (const name of media) fail('DP-13', `it shows <${name}>`)
  const offer = OFFER.exec(text)
  if (asks && offer) fail('DP-13', `it speaks of «${offer[0]}»`)
  if (surface === 'banner') {
    const words = wordsOf(text, lang)
    if (words.length > WORDS) fail('DP-16', `${words.length} words, expected ${WORDS} at most`)
    const grade = /^en\b/i.test(lang) ? gradeOf(text, words) : 0
    if (grade > GRADE)
      found.push({ rule: 'DP-16', problem: `reads like school year ${grade.toFixed(0)}`, warning: true })
  }
  for (const { label } of switches)
    if (VAGUE.test(label)) fail('DP-18', `«${label}» does not say what happens`)
  return found
}

/** Words as the language has them, with spaces between or without. */
function wordsOf(text: string, lang: string): readonly string[] {
  return [...new Intl.Segmenter(lang, { granularity: 'word' }).segment(text)].flatMap(
    ({ isWordLike, segment }) => (isWordLike ? [segment] : []),
  )
}

/** Flesch–Kincaid grade level (Kincaid et al. 1975). */
function gradeOf(text: string, words: readonly string[]): number {
  const sentences = text.split(/[.?!]+(\s|$)/).filter((part) => part?.trim()).length || 1
  const syllables = words.reduce(
    (sum, word) => sum + (word.toLowerCase().match(/[aeiouy]+/g)?.length ?? 1),
    0,
  )
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59
}
