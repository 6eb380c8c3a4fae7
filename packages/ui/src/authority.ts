/** Members of the European Economic Area. */
const EEA = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO'.split(
  ' ',
)

const ELSEWHERE: Readonly<Record<string, string>> = {
  GB: 'https://ico.org.uk/make-a-complaint/',
  CH: 'https://www.edoeb.admin.ch/',
  'US-CA': 'https://cppa.ca.gov/',
  BR: 'https://www.gov.br/anpd/',
  JP: 'https://www.ppc.go.jp/',
  KR: 'https://www.pipc.go.kr/',
}

/** Where to complain about a shop in this place (GDPR art. 13(2)(d)); in the EEA the list of all its authorities. */
export function authorityOf(place: string): string | undefined {
  if (EEA.includes(place)) return 'https://www.edpb.europa.eu/about-edpb/about-edpb/members_en'
  return Object.hasOwn(ELSEWHERE, place) ? ELSEWHERE[place] : undefined
}
