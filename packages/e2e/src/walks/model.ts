import { type Plan, PURPOSES, type PurposeId } from './steps.ts'

export type Answer = 'granted' | 'denied'
export type Choices = Readonly<Partial<Record<PurposeId, Answer>>>

/** What a decision's record must say. */
export interface Decision {
  readonly choices: Choices
  readonly via: string
  readonly trusted: boolean
}

interface StoredAnswer {
  readonly answer: Answer
  readonly at: number
}

/** One device at one moment, written down a second time and much simpler than the SDK has it. */
export interface Device {
  readonly region: Plan['region']
  /** Milliseconds since 1970, by the device's clock. */
  readonly now: number
  readonly answers: Readonly<Partial<Record<PurposeId, StoredAnswer>>>
  readonly decisions: readonly Decision[]
}

const DAY = 86_400_000
/** Days that a grant and a refusal hold: standards, LR-8 and the table's rows. */
const DAYS = { DE: [180, 184], 'US-CA': [365, 365] } as const

export function isValid({ region, now, answers }: Device, purpose: PurposeId): boolean {
  const stored = answers[purpose]
  const [grant, refusal] = DAYS[region]
  return !!stored && now < stored.at + (stored.answer === 'granted' ? grant : refusal) * DAY
}

/** What a page was loaded with. */
export interface Loaded {
  /** What the browser said then. */
  readonly gpc: boolean
  /** Whether it knows the rules in full. */
  readonly ruled: boolean
}

/** Whether a page may do something for a purpose. */
export function isGranted(device: Device, purpose: PurposeId, { gpc, ruled }: Loaded): boolean {
  const { region, answers } = device
  if (region === 'US-CA' && gpc) return false
  const stored = answers[purpose]
  // A refusal that has run out is asked about again, and stays a refusal until then.
  if (stored?.answer === 'denied') return false
  // A page that does not know what holds without an answer takes the strict side once its answer has run out.
  return isValid(device, purpose) || (region === 'US-CA' && (ruled || !stored))
}

/** Whether somebody, or their browser, has said no: then what was left on the device has to go. */
export function isRefused(device: Device, purpose: PurposeId, gpc: boolean): boolean {
  return device.answers[purpose]?.answer === 'denied' || (device.region === 'US-CA' && gpc)
}

export function decided(device: Device, decision: Decision): Device {
  const said = PURPOSES.filter((purpose) => decision.choices[purpose])
  if (said.length === 0) return device
  const answers = { ...device.answers }
  for (const purpose of said) {
    const answer = decision.choices[purpose]
    if (answer) answers[purpose] = { answer, at: device.now }
  }
  return { ...device, answers, decisions: [...device.decisions, decision] }
}

export function choicesOf(purposes: readonly PurposeId[], answer: (purpose: PurposeId) => boolean): Choices {
  return Object.fromEntries(purposes.map((purpose) => [purpose, answer(purpose) ? 'granted' : 'denied']))
}
