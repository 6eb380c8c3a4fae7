/** What stands for everything that has no row of its own. */
export const OTHER = 'other'

/** The legal table's profiles, by which strict rules go where the place is not known. */
const PROFILES = new Set([
  'eu-opt-in',
  'uk-opt-in',
  'us-opt-out-gpc',
  'us-opt-out',
  'us-baseline',
  'optin-generic',
  'notice-generic',
])
const PLACE = /^[a-z]{2}(?:-[a-z0-9]{1,3})?$/
const DIGEST = /^[0-9a-f]{64}$/
const tongues = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/**
 * A regime as it is counted: a place of the legal table (`us-ca`) or a profile. A record may name any; counts outlive
 * erasures, so what a browser made up has no place in them (threat model G1, G3).
 */
export function knownRegime(regime: string): string {
  return PLACE.test(regime) || PROFILES.has(regime) ? regime : OTHER
}

/** `de` of `de-AT`; `und` where no words were shown. A language is one that has a name. */
export function knownLanguage(locale: string): string {
  const code = /^[a-z]{2,3}(?=-|$)/.exec(locale.toLowerCase())?.[0] ?? OTHER
  return code === 'und' || (code !== OTHER && tongues.of(code) !== undefined) ? code : OTHER
}

/** The digest of a notice; empty if none was shown. A version in words may say anything. */
export function knownNotice(notice: string | null): string {
  return notice === null ? '' : DIGEST.test(notice) ? notice : OTHER
}
