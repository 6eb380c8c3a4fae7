/** What is counted. The words are stored, so that a new one is added and an old one never renamed. */
export type Measure =
  /** A banner stood on the screen. Browsers send this along with an answer only, so nobody is counted who gave none. */
  | 'asked'
  /** The same, in a browser that sends Global Privacy Control. */
  | 'asked-gpc'
  /** The preferences stood on the screen. */
  | 'opened'
  /** A card or a placeholder stood on the screen: the question that comes with the use. */
  | 'asked-on-use'
  | 'decided'
  /** A decision, elsewhere than on a card or a placeholder, that granted all that it answered. */
  | 'accepted'
  /** The same, denying all. */
  | 'refused'
  /** The same, some of each. */
  | 'custom'
  /** A decision that no trusted event stood behind: the site's own code, or a privacy tool. */
  | 'untrusted'
  /** Per purpose, whatever the surface. */
  | 'granted'
  | 'denied'
  /** Per purpose: granted on a card or a placeholder. */
  | 'started-on-use'
  /** Per purpose: it was on before, and is not any more. */
  | 'withdrawn'
  /** Per purpose: withdrawn within seven days of that subject's own grant. */
  | 'regretted'
  /** The browser's opt-out signal took something away. */
  | 'signalled'
  /** A decision that was made in another tool before. */
  | 'imported'
  /** Time between the browser's clock and ours: a minute at most, more, or a browser's clock that runs ahead. */
  | 'clock-close'
  | 'clock-behind'
  | 'clock-ahead'
