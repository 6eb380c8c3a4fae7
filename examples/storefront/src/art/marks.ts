import { raw } from '../html.ts'

/** The leaf of the linden tree. */
export const leaf = raw(
  '<svg class="leaf" viewBox="0 0 32 32" aria-hidden="true"><path d="M16 30V14M16 22c-3-3-5-4-8-5M16 19c3-3 5-4 8-5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/><path d="M16 3C8 6 4 11 5 17c.6 4 4 7 9 7M16 3c8 3 12 8 11 14-.6 4-4 7-9 7" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></svg>',
)

export const star = raw(
  '<svg class="star" viewBox="0 0 20 20" aria-hidden="true"><path fill="currentColor" d="m10 1.8 2.5 5.3 5.8.8-4.2 4 1 5.8-5.1-2.8-5.1 2.8 1-5.8-4.2-4 5.8-.8z"/></svg>',
)

/** The opt-out icon that California asks for beside «Your Privacy Choices» (11 CCR 7015(b)), drawn anew. */
export const optOut = raw(
  '<svg class="opt-out" viewBox="0 0 30 14" aria-hidden="true"><rect x=".7" y=".7" width="28.6" height="12.6" rx="6.3" fill="#fff" stroke="#06f" stroke-width="1.4"/><path fill="#06f" d="M7 0h11.6l-4 14H7A7 7 0 0 1 7 0z"/><path d="m5.5 7.2 2.3 2.2 3.7-4.8" fill="none" stroke="#fff" stroke-width="1.4"/><path d="m19 4.5 5 5m0-5-5 5" fill="none" stroke="#06f" stroke-width="1.4"/></svg>',
)
