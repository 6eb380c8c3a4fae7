import { en, type FirstTexts } from '@latchkey/ui'
import { languages, textsFor } from '@latchkey/ui/texts'
import { describe, expect, it } from 'vitest'
import type { Question } from './question.ts'
import type { Unfairness } from './unfairness.ts'
import { checkWording } from './wording.ts'

/** The first question as the banner has it, with three purposes. */
function banner(texts: FirstTexts): Question {
  const { titles } = texts
  const fill = (text: string) =>
    text.replace('{controller}', 'Linden').replace('{partners}', texts.partners.other).replace('{n}', '5')
  return {
    surface: 'banner',
    lang: texts.lang,
    text: [texts.ask, fill(texts.askWith), texts.free, texts.privacy].join(' '),
    buttons: [
      { action: 'settings', label: texts.more },
      { action: 'reject', label: texts.rejectAll },
      { action: 'accept', label: texts.acceptAll },
      { action: 'save', label: texts.save },
    ],
    switches: Object.entries(titles).map(([purpose, label]) => ({ purpose, label })),
    media: [],
    links: [],
  }
}

const fair = banner(en)
const relabelled = (action: string, label: string): Question => ({
  ...fair,
  buttons: fair.buttons.map((button) => (button.action === action ? { action, label } : button)),
})
const renamed = (label: string): Question => ({ ...fair, switches: [{ purpose: 'analytics', label }] })
const saying = (text: string): Question => ({ ...fair, text: `${fair.text} ${text}` })

describe('the words', () => {
  it('of the English question are fair', () => {
    expect(checkWording(fair)).toEqual([])
  })

  it.each(Object.keys(languages))('of the question in %s are fair (DP-10, DP-16…18)', async (tag) => {
    const texts = await textsFor(tag)
    expect(texts && checkWording(banner(texts))).toEqual([])
  })

  it.each<readonly [Unfairness['rule'], string, Question]>([
    ['DP-10', 'a refusal that only postpones', relabelled('reject', 'Manage options')],
    ['DP-10', 'a refusal that asks for regret', relabelled('reject', 'No, I like bad shops')],
    ['DP-10', 'an acceptance that is only «OK»', relabelled('accept', 'Got it')],
    ['DP-10', 'flattery', saying('We value your privacy.')],
    ['DP-10', 'a promise', saying('For the best experience, say yes.')],
    ['DP-10', 'a language without a list', { ...fair, lang: 'tlh' }],
    [
      'DP-12',
      'nine purposes at once',
      {
        ...fair,
        surface: 'preferences',
        switches: Array.from({ length: 9 }, (_, i) => ({ purpose: `p${i}`, label: `Use ${i}` })),
      },
    ],
    [
      'DP-12',
      'purposes that can only be answered one by one',
      {
        ...renamed('Count visits'),
        surface: 'preferences',
        buttons: [{ action: 'save', label: 'Save' }],
      },
    ],
    ['DP-13', 'a picture', { ...fair, media: ['img'] }],
    ['DP-13', 'a discount', saying('Get 10 % off when you accept.')],
    ['DP-13', 'a price', saying('Save €5 today.')],
    ['DP-13', 'a clock', saying('Closes in 0:30.')],
    ['DP-16', 'a long question', saying('one more word '.repeat(20))],
    ['DP-17', 'a switch that says what is off', renamed('Do not count visits')],
    ['DP-17', 'a switch that blocks', renamed('Block ads')],
    ['DP-18', 'a category for a name', renamed('Performance')],
    ['DP-18', 'a category with a lawful ring', renamed('Strictly functional')],
    ['DP-10', 'legitimate interest', saying('On the basis of our legitimate interest.')],
  ])('%s: %s is found', (rule, _, question) => {
    const failures = checkWording(question).filter(({ warning }) => !warning)
    expect(failures.map((one) => one.rule)).toEqual([rule])
  })

  it('that are hard to read are warned of (DP-16)', () => {
    const text =
      'Organisational requirements necessitate comprehensive processing of individually identifiable communications metadata irrespective of preferences.'
    expect(checkWording({ ...fair, text })).toEqual([
      { rule: 'DP-16', problem: expect.stringMatching(/^reads like school year \d+$/), warning: true },
    ])
  })
})
