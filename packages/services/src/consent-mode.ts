import type { ServiceContext } from '@latchkey/browser'
import type { PurposeId } from '@latchkey/core'

/** The storage and use types of Google Consent Mode v2 that a purpose can stand behind. */
export type ConsentType =
  | 'ad_storage'
  | 'ad_user_data'
  | 'ad_personalization'
  | 'analytics_storage'
  | 'functionality_storage'
  | 'personalization_storage'

/** Which purpose grants which type. A type without a purpose stays denied. */
export type ConsentMapping = Readonly<Partial<Record<ConsentType, PurposeId | undefined>>>

/** Pushes a gtag command. */
export type Send = (...command: readonly unknown[]) => void

/** A Google service, as it shares the data layer with others. */
export interface GoogleService {
  readonly id: string
  readonly consent?: ConsentMapping | undefined
  /** Takes events that were raised while nothing ran. The data layer is one: of several, the first is asked. */
  readonly keep?: Send | false | 0 | undefined
}

/** Lives beside the data layer's entries, so that Google services act as one even from chunks built apart. */
interface Memory {
  readonly running: Set<string>
  readonly foreign: boolean
  told: string
  keep?: GoogleService['keep']
}

/**
 * Joins the page's data layer, sets Consent Mode's all-denied default once a page, and tells Google what is granted
 * whenever that has changed. The default comes before everything else, because a type that was never set counts as
 * granted (https://developers.google.com/tag-platform/security/guides/consent). Makes no request, stores nothing.
 *
 * `running`: whether the service runs from now on; when the last one stops, everything is denied. Left out by `hold`.
 *
 * Returns `undefined`, having told so once, if the data layer is not one, or a Google tag ran before us without asking: load nothing then.
 */
export function consentMode(
  { window, document, isGranted, report }: ServiceContext,
  { id, consent, keep }: GoogleService,
  running?: boolean,
): Send | undefined {
  window.dataLayer ??= []
  if (!Array.isArray(window.dataLayer)) {
    if (running === undefined) report({ code: 'C204', where: id })
    return
  }
  const layer: unknown[] & { latchkey?: Memory } = window.dataLayer
  // Google reads commands only as `arguments` objects, never as arrays.
  function send(..._command: readonly unknown[]): void {
    // biome-ignore lint/complexity/noArguments: see above
    layer.push(arguments)
  }
  function tell(command: 'default' | 'update', any: boolean): void {
    const state: Record<string, string> = { security_storage: 'granted' }
    for (const [type, purpose] of Object.entries({ ...defaults(), ...consent })) {
      state[type] = any && purpose && isGranted(purpose) ? 'granted' : 'denied'
    }
    const told = JSON.stringify(state)
    if (told !== memory.told) send('consent', command, state)
    memory.told = told
  }

  const known = layer.latchkey
  const first = known || layer.find(isCommand)
  const memory = known ?? {
    running: new Set(),
    foreign: first ? Object(first)[0] !== 'consent' : 'google_tag_manager' in window,
    told: '',
  }
  layer.latchkey = memory
  if (memory.foreign) {
    if (!known) report({ code: 'C110', where: id })
    return
  }
  if (!first) tell('default', false)
  // App events while nothing runs are dropped, unless the site has asked to keep those from before the answer.
  window.gtag ??= function gtag(command: unknown, name?: unknown, more?: unknown): void {
    // biome-ignore lint/complexity/noArguments: as in `send`
    if (command !== 'event' || memory.running.size) layer.push(arguments)
    else if (memory.keep)
      memory.keep(command, name, { page_location: document.location.href, ...Object(more) })
  }
  memory.keep ||= keep
  if (running !== undefined) {
    memory.running[running ? 'add' : 'delete'](id)
    const now = () => tell('update', memory.running.size > 0)
    // Clarity listens too, and wakes up when it is told «denied» before its own stop, which comes in this same task.
    if (running) now()
    else queueMicrotask(now)
  }
  return send
}

/** Every type is named each time: an update touches only what it names. */
const defaults = (): ConsentMapping => ({
  ad_storage: 'marketing',
  ad_user_data: 'marketing',
  ad_personalization: 'marketing',
  analytics_storage: 'analytics',
  functionality_storage: undefined,
  personalization_storage: undefined,
})

/** The entries that tell who spoke to Google first: a consent command, or a tag that did not ask. */
function isCommand(entry: unknown): boolean {
  const command = Object(entry)
  return /^(consent|js|config|gtm\.js)$/.test(command[0] ?? command.event)
}
