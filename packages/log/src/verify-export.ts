import { sameBytes } from './bytes.ts'
import { type OpenedHeader, openHeader, readKept } from './check-header.ts'
import { checkNotices } from './check-notices.ts'
import { checkSequence, type Fail, type Sequence } from './check-sequence.ts'
import { checkSuccessions, type KeptCheckpoint } from './check-successions.ts'
import { type ExportLine, parseExportLine } from './export-line.ts'
import { appendLeaf, emptyFrontier, frontierRoot } from './frontier.ts'
import { linesOf } from './lines.ts'
import { subjectChains } from './subject-chain.ts'
import type { ExportVerdict, Finding } from './verdict.ts'

export interface VerifyExportOptions {
  /**
   * The log's public key, as a C2SP verifier key that you have from elsewhere. Without it the key in the file is
   * believed, and anybody can sign a file of their own making.
   */
  readonly key?: string | undefined
  /** A signed checkpoint that was kept elsewhere: the export must contain that tree. */
  readonly checkpoint?: string | undefined
  /** Accept a part of the log. @default false: the export must hold every entry of its checkpoint */
  readonly partial?: boolean | undefined
  /** Count remarks as failures. @default false */
  readonly strict?: boolean | undefined
}

const MAX_FINDINGS = 100
const NOTHING = { record: 0, attested: 0, sealed: 0, erased: 0, erasure: 0, key: 0, restore: 0, notice: 0 }

/**
 * Verifies an export, offline: the signature, every entry's hash and proof, that none is missing, doubled or out of
 * order, that only erased records are gone, every notice. The file is taken as hostile: what is not understood does
 * not hold. Rejects only if the source itself does.
 *
 * @example
 * const { holds, findings } = await verifyExport(createReadStream('export.jsonl'), { key })
 */
export async function verifyExport(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: VerifyExportOptions = {},
): Promise<ExportVerdict> {
  const findings: Finding[] = []
  let found = 0
  let failed = false
  const report = (finding: Finding) => {
    found += 1
    if (finding.severity === 'failure' || options.strict) failed = true
    if (findings.length < MAX_FINDINGS) findings.push(finding)
  }
  const fail: Fail = (code, line, seq, message) => report({ code, severity: 'failure', line, seq, message })

  let readable = false
  let opened: OpenedHeader | null = null
  let body: Body | null = null
  for await (const { number, text } of linesOf(source)) {
    const line = text === null ? null : parseExportLine(text)
    readable ||= line !== null
    if (number > 1) {
      body?.add(line, number)
      continue
    }
    const header =
      line && 'latchkey' in line
        ? await openHeader(line)
        : 'Line 1 is not the header of an export, or has been altered.'
    if (typeof header === 'string') {
      fail('header', 1, null, header)
      continue
    }
    const { key, checkpoint: signed } = options
    const kept = signed === undefined ? null : readKept(signed, header)
    if (typeof kept === 'string') fail('checkpoint', null, null, kept)
    opened = header
    const known = typeof kept === 'string' || !kept || !signed ? null : { signed, checkpoint: kept }
    body = verifyBody(header, { key, kept: known }, fail)
  }

  if (opened && body) {
    const { header, checkpoint } = opened
    const whole = header.from === 0 && header.to === checkpoint.size
    if (!whole && !options.partial) {
      fail(
        'page',
        1,
        null,
        `The file holds ${header.to - header.from} entries of a log of ${checkpoint.size}.`,
      )
    }
    for (const remark of await body.end(whole)) report(remark)
  } else if (found === 0) {
    fail('unreadable', null, null, 'The file is empty.')
  }
  const { from = 0, to = 0, vkey = null } = opened?.header ?? {}
  return {
    holds: opened !== null && !failed,
    readable,
    trust: options.key === undefined ? 'key in the file' : 'given key',
    vkey,
    size: opened?.checkpoint.size ?? 0,
    from,
    to,
    counts: body?.counts() ?? NOTHING,
    findings,
    found,
  }
}

interface Body {
  add(line: ExportLine | null, number: number): void
  /** Reports the failures that only show at the end, and returns the remarks. */
  end(whole: boolean): Promise<Finding[]>
  counts(): ExportVerdict['counts']
}

/** What the caller has from elsewhere. */
interface Given {
  readonly key: string | undefined
  readonly kept: KeptCheckpoint | null
}

/** Everything below line 1. */
function verifyBody(opened: OpenedHeader, given: Given, fail: Fail): Body {
  const { header, checkpoint } = opened
  const kept = given.kept?.checkpoint
  const successions = checkSuccessions(opened, fail)
  const sequence: Sequence = checkSequence(opened, fail)
  const notices = checkNotices(fail)
  const chains = subjectChains()
  let frontier = emptyFrontier
  const compare = () => {
    if (!kept || frontier.size !== kept.size || sameBytes(frontierRoot(frontier), kept.root)) return
    fail(
      'checkpoint',
      null,
      null,
      `The first ${kept.size} entries are not those of the checkpoint that was kept.`,
    )
  }
  compare()

  return {
    counts: () => ({ ...sequence.counts, notice: notices.count() }),
    add(line, number) {
      if (!line || 'latchkey' in line) {
        fail('unreadable', number, null, `Line ${number} is not a line of an export, or has been altered.`)
        return sequence.skip()
      }
      if (line.kind === 'notice') return notices.add(line, number)
      if (notices.count())
        fail('order', number, line.seq, `Line ${number} holds an entry; notices come last.`)
      const checked = sequence.add(line, number)
      if (typeof checked === 'string') return
      if (line.seq === frontier.size) {
        frontier = appendLeaf(frontier, checked.leaf)
        compare()
      }
      if (checked.succession) successions.add(checked.succession, line.seq, number)
      if ('record' in line && checked.record) {
        const { seq, record: text } = line
        const notice = chains.add({ line: number, seq, text, bytes: checked.record })
        if (notice) notices.name(notice, number, seq)
      }
    },
    async end(whole) {
      sequence.end()
      if (notices.count() !== header.notices) {
        fail('header', 1, null, `Line 1 announces ${header.notices} notices; there are ${notices.count()}.`)
      }
      // Every entry was proven against this root; adding them up once more costs little and needs no proofs.
      if (whole && !sameBytes(frontierRoot(frontier), checkpoint.root)) {
        fail('proof', 1, null, 'The entries do not add up to the signed root.')
      }
      return [...(await successions.end(given)), ...notices.findings(), ...chains.findings(whole)]
    },
  }
}
