/** What has happened on the page when the vectors are fired. */
export type State =
  | 'before'
  | 'denied'
  | 'granted'
  | 'withdrawn'
  | 'regranted'
  | 'tab-denied'
  | 'tab-granted'
  | 'restored'
  | 'navigated'

interface Step {
  readonly id: State
  /** What the shopper's last word allows. */
  readonly allowed: boolean
  readonly says: string
}

export const states: readonly Step[] = [
  { id: 'before', allowed: false, says: 'banner open, no answer' },
  { id: 'denied', allowed: false, says: 'refused' },
  { id: 'granted', allowed: true, says: 'granted: the request has to arrive' },
  { id: 'withdrawn', allowed: false, says: 'granted, then refused' },
  { id: 'regranted', allowed: true, says: 'granted, refused, granted again: the request has to arrive' },
  { id: 'tab-denied', allowed: false, says: 'granted, two tabs open; refused in the other tab' },
  {
    id: 'tab-granted',
    allowed: true,
    says: 'two tabs open; granted in the other tab: the request has to arrive',
  },
  {
    id: 'restored',
    allowed: false,
    says: 'granted, left the page, refused elsewhere, came back through the history',
  },
  {
    id: 'navigated',
    allowed: false,
    says: 'refused, then the address and the content changed without a load',
  },
]
