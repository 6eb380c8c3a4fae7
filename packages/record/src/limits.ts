/** Bytes of a notice document in UTF-8 that a ledger takes; the text of a banner has one or two thousand. */
export const MAX_NOTICE_BYTES = 32_768
