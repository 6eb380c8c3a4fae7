/** Where the GDPR holds: the EU, Iceland, Liechtenstein and Norway, and parts of them with codes of their own. */
const GDPR = new Set(
  (
    'EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO ' +
    'AX GF GP MF MQ RE YT'
  ).split(' '),
)

/** A record's place as an ISO 3166 code, as DPV's `loc:` spells it; `null` if it is none. */
export function codeOf(place: string): string | null {
  return /^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/.test(place) ? place : null
}

export function isUnderGdpr(place: string): boolean {
  return GDPR.has(place.slice(0, 2)) && codeOf(place) !== null
}
