export { fromBase64, toBase64 } from './base64.ts'
export { concat, fromU64, sameBytes, u64 } from './bytes.ts'
export {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
export { type ConsistencyClaim, proveConsistency, verifyConsistency } from './consistency.ts'
export {
  cosignedMessage,
  cosignersOf,
  openCosignature,
  parseWitnessKey,
  type WitnessKey,
} from './cosignature.ts'
export { attestedEntry, type ConsentCommitment, consentEntry, isConsentEntry, receivedOf } from './entry.ts'
export {
  dayStart,
  type Erasure,
  erasureEntry,
  MAX_ERASED_PER_ENTRY,
  parseErasureEntry,
} from './erasure-entry.ts'
export {
  type EntryLine,
  type ErasedLine,
  type ErasureLine,
  type ExportLine,
  formatExportLine,
  type HeaderLine,
  type NoticeLine,
  parseExportLine,
  type RecordLine,
  type SealedLine,
  type SuccessionLine,
} from './export-line.ts'
export { appendLeaf, emptyFrontier, type Frontier, frontierRoot } from './frontier.ts'
export { bytesToHex, hexToBytes } from './hex.ts'
export { hmacSha256 } from './hmac.ts'
export { type InclusionClaim, inclusionProver, proveInclusion, verifyInclusion } from './inclusion.ts'
export {
  formatNote,
  type Note,
  type NoteSignature,
  parseNote,
  type Sign,
  signNote,
  verifyNote,
} from './note.ts'
export {
  type BareReceipt,
  formatReceiptFile,
  type ProvenReceipt,
  parseReceiptFile,
  type ReceiptLine,
} from './receipt-file.ts'
export { sha256 } from './sha256.ts'
export {
  keyAt,
  leadsTo,
  openSuccession,
  parseSuccession,
  type Succession,
  sameKey,
  successionEntry,
} from './succession.ts'
export {
  formatEntries,
  parseEntries,
  parseTilePath,
  TILE_WIDTH,
  type Tile,
  tilePath,
  tileWidth,
} from './tiles.ts'
export { formatTlogProof, parseTlogProof, type TlogProof, verifyTlogProof } from './tlog-proof.ts'
export { leafHash, nodeHash, nodesOf, type ReadNode, rangeHash, treeRoot } from './tree.ts'
export { fromUtf8, utf8 } from './utf8.ts'
export type { ExportVerdict, Finding, FindingCode } from './verdict.ts'
export { type VerifyExportOptions, verifyExport } from './verify-export.ts'
export { type ReceiptOutcome, type ReceiptVerdict, verifyReceipt } from './verify-receipt.ts'
export {
  type ReceiptFileVerdict,
  type VerifyReceiptFileOptions,
  verifyReceiptFile,
} from './verify-receipt-file.ts'
export { formatVkey, parseVkey, type VerifierKey, verifierKey } from './vkey.ts'
