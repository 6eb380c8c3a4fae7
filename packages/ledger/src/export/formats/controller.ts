/**
 * What an operator says about the processing that shoppers are asked for: the static facts of an ISO/IEC TS 27560
 * record. They are not in the records, which name nobody's address a million times over. All may be left out; what
 * is left out is named as missing in the export and never made up.
 *
 * Texts of the form `dpv:…`, `pd:…`, `loc:…`, `eu-gdpr:…` are taken as terms of the W3C Data Privacy Vocabulary,
 * `http(s)` addresses as addresses, everything else as words.
 *
 * @example
 * const controller: Controller = {
 *   name: 'Linden & Oak GmbH',
 *   address: 'Lindenallee 1, 10115 Berlin, Germany',
 *   contact: 'privacy@shop.example',
 *   privacy: 'https://shop.example/privacy',
 *   withdrawal: 'https://shop.example/#privacy-choices',
 *   everyPurpose: { locations: ['loc:DE'], retention: 'P13M', transfers: [], special: false },
 *   purposes: { marketing: { type: 'dpv:Marketing', personalData: ['pd:BrowsingBehavior'], recipients: ['Meta'] } },
 * }
 */
export interface Controller {
  /** Number in a register, LEI, or address that stands for the organisation. @default `url` */
  readonly id?: string | undefined
  /** @default the name that stood on the notice */
  readonly name?: string | undefined
  /** Postal address, on one line. */
  readonly address?: string | undefined
  /** Where people reach it: an e-mail address, a form's address or a telephone number. */
  readonly contact?: string | undefined
  readonly url?: string | undefined
  /** Address of the privacy notice. */
  readonly privacy?: string | undefined
  /** How consent is withdrawn: an address or words. */
  readonly withdrawal?: string | undefined
  /** Where the other rights are exercised. */
  readonly rights?: string | undefined
  /** The supervisory authority. */
  readonly authority?: string | undefined
  /** How long answers hold, as ISO 8601 durations. */
  readonly validity?:
    | { readonly granted?: string | undefined; readonly denied?: string | undefined }
    | undefined
  /** What is the same for all purposes. */
  readonly everyPurpose?: PurposeFacts | undefined
  /** What is particular, by the purpose's id. */
  readonly purposes?: Readonly<Record<string, PurposeFacts>> | undefined
}

/** What is processed for a purpose, where, how long and by whom. */
export interface PurposeFacts {
  /** What it is for, in words. */
  readonly title?: string | undefined
  /** A broader purpose: `dpv:Marketing`. */
  readonly type?: string | undefined
  /** Kinds of personal data: `pd:IPAddress`. */
  readonly personalData?: readonly string[] | undefined
  /** Where they are stored: `loc:IE`. */
  readonly locations?: readonly string[] | undefined
  /** How long, as an ISO 8601 duration: `P13M`. */
  readonly retention?: string | undefined
  /** Who else gets them; an empty list says that nobody does. */
  readonly recipients?: readonly string[] | undefined
  /** Third countries they go to; an empty list says that there are none. */
  readonly transfers?: readonly string[] | undefined
  /** Whether special categories are among them (GDPR, art. 9). */
  readonly special?: boolean | undefined
}
