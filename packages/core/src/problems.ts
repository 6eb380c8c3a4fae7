/** Every mistake that Latchkey can report. The sentence for each stands in the docs and in the embed's own chunk. */
export type ProblemCode =
  | 'C101' // data-controller is missing
  | 'C102' // unknown service id
  | 'C103' // malformed vendor id
  | 'C104' // unknown key in attributes or config
  | 'C105' // the JSON config cannot be read
  | 'C106' // attribute and config disagree; the config wins
  | 'C107' // a value is of the wrong kind
  | 'C108' // a second copy of the SDK on the page; ignored
  | 'C109' // unknown method on the queue
  | 'C110' // a Google tag ran before us without asking
  | 'C111' // no purpose has been set up
  | 'C112' // a part of the SDK could not be loaded
  | 'C113' // data-privacy is missing
  | 'C201' // unknown purpose on a marked element
  | 'C202' // a marked element is not authorised
  | 'C203' // an address that is never carried over (javascript:, data:, blob:)
  | 'C204' // a service failed to start
  | 'C205' // a refused key came back and was purged again
  | 'C206' // a request to a listed host was stopped
  | 'C301' // no records address: decisions are kept on this device only
  | 'C302' // records could not be delivered for now
  | 'C303' // the ledger refused a record for good
  | 'C304' // storage does not work: decisions hold for this page only
  | 'C305' // the outbox is full: what waited longest was put aside
  | 'C401' // unknown place: strictest rules
  | 'C501' // the site has not said whether its assistant is an AI

/** A mistake or mishap, as `latchkey:problem` carries it. */
export interface Problem {
  readonly code: ProblemCode
  /** The attribute, element, service or request it is about. */
  readonly where: string
  /** What was found there. */
  readonly got?: string | undefined
  /** What would have been right, or the line that mends it. */
  readonly expected?: string | undefined
}

/** Takes problems. Never throws. */
export type ReportProblem = (problem: Problem) => void
