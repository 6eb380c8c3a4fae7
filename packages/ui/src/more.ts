// What a first visit can do without: fetched when it is first asked for, or at idle once a question stands.
export { Card } from './card.tsx'
export { focusKeeper } from './focus.ts'
export { further } from './further.ts'
export { reportGaps } from './gaps.ts'
export { moreStyles } from './more-styles.ts'
export { Preferences } from './preferences.tsx'
export { tiles } from './tiles.tsx'
