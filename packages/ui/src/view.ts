import {
  type Answer,
  type ConsentState,
  type ConsentStore,
  modelOf,
  type Purpose,
  type PurposeId,
  type Surface,
} from '@latchkey/core'
import type { HistoryEntry, UiOptions, UiService } from './options.ts'
import type { FirstTexts } from './texts/texts.ts'
import type { Words } from './words.ts'

/** The one purpose with a launcher and a card of its own (design D8). */
export const CHAT = 'chat'

/** What can be on the screen, and so where a decision of ours comes from. */
export type ShownSurface = Exclude<Surface, 'none'> | 'placeholder'

/** All that a surface is drawn from. Surfaces are functions of it and keep nothing themselves. */
export interface View {
  readonly state: ConsentState
  readonly options: UiOptions
  readonly texts: FirstTexts
  readonly words: Words
  /** What of the page the open card was asked for: no part of the state, which holds no elements. */
  readonly near?: object | undefined
  /** Switches that have been moved and not saved yet. */
  readonly drafts: Record<PurposeId, boolean>
  readonly history: readonly HistoryEntry[] | null
  /** Reads the history anew: something else than a decision has changed it. */
  reread(): void
  readonly send: ConsentStore['send']
  /** Sends a decision with the exact words that stand on the screen. */
  decide(event: Event, from: ShownSurface, choices: Readonly<Record<PurposeId, Answer>>): void
}

/** The site's title of a purpose, else ours, else its id. */
export function titleOf(
  { options: { purposes }, texts }: Pick<View, 'options' | 'texts'>,
  id: PurposeId,
): string {
  return own(purposes, id)?.title ?? own(texts.titles, id) ?? id
}

/** What foreign keys are looked up with: nothing inherited is found (threat model, B6). */
export function own<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table && Object.hasOwn(table, key) ? table[key] : undefined
}

export function servicesOf({ options }: Pick<View, 'options'>, id: PurposeId): readonly UiService[] {
  return options.services.filter(({ needs }) => needs.includes(id))
}

/** Purposes that a switch can answer: neither necessary nor asked on use. */
export function switchable({ policy }: ConsentState): readonly Purpose[] {
  return policy.purposes.filter(({ necessary, ask }) => !necessary && ask !== 'on-use')
}

export function onUse({ policy }: ConsentState): readonly Purpose[] {
  return policy.purposes.filter(({ necessary, ask }) => !necessary && ask === 'on-use')
}

export function isGranted({ standings }: ConsentState, id: PurposeId): boolean {
  return Object.hasOwn(standings, id) && standings[id]?.granted === true
}

/** Whether the shopper has started a chat and not ended it. */
export function isChatting({ standings }: ConsentState): boolean {
  const chat = standings[CHAT]
  return !!chat?.granted && chat.basis === 'subject'
}

export function offersChat(view: Pick<View, 'state' | 'options'>): boolean {
  return CHAT in view.state.standings && servicesOf(view, CHAT).length > 0
}

export function isSignalled({ standings }: ConsentState, id: PurposeId): boolean {
  return standings[id]?.basis === 'signal'
}

/** Whether this regime lets uses run until somebody opts out. */
export function isOptOut({ regime, policy }: ConsentState): boolean {
  return (
    !!regime &&
    policy.purposes.some((purpose) => !purpose.necessary && modelOf(regime, purpose) === 'opt-out')
  )
}

/** What an opt-out has come to, in words; `null` where nobody opted out (LR-44, LR-45). */
export function optOutStatus({ state, texts }: Pick<View, 'state' | 'texts'>): string | null {
  const ids = switchable(state).map(({ id }) => id)
  if (ids.some((id) => isSignalled(state, id))) return texts.signal
  const denied = ids.every((id) => state.standings[id]?.basis === 'subject' && !isGranted(state, id))
  return isOptOut(state) && ids.length > 0 && denied ? texts.optedOut : null
}

/** The same answer to each of several purposes. */
export function all(ids: readonly PurposeId[], answer: Answer): Record<PurposeId, Answer> {
  return Object.fromEntries(ids.map((id) => [id, answer]))
}
