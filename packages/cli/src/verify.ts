import { closeSync, createReadStream, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import {
  cosignersOf,
  type ExportVerdict,
  parseVkey,
  parseWitnessKey,
  type ReceiptFileVerdict,
  verifyExport,
  verifyReceiptFile,
  type WitnessKey,
} from '@latchkey/log'
import { type Command, type ExitCode, list, type Output, wrongUse } from './command.ts'

interface VerifyFlags {
  readonly key?: unknown
  readonly checkpoint?: unknown
  readonly witnessKey?: unknown
  readonly quorum?: unknown
  readonly partial?: boolean | undefined
  readonly strict?: boolean | undefined
  readonly json?: boolean | undefined
}

/** `latchkey verify <file>`: an export, or the receipts that a shopper keeps. Reads one file, asks nobody. */
export const verify: Command = (cli, output) => {
  cli
    .command('verify <file>', 'Verify an export of a ledger, or a file of receipts, offline')
    .option('--key <key>', 'The public key that you have from elsewhere: the line, or a file with it')
    .option('--checkpoint <file>', 'A checkpoint that you kept: the export must contain it')
    .option('--witness-key <keys>', 'Witnesses that must have signed the checkpoint: their verifier keys')
    .option('--quorum <n>', 'How many of them are enough. Default: all')
    .option('--partial', 'Accept an export of a part of the log')
    .option('--strict', 'Count remarks as failures')
    .option('--json', 'Print the verdict as JSON')
    .example('  latchkey verify export.jsonl --key latchkey.vkey')
    .action((file: string, flags: VerifyFlags) => run(String(file), flags, output))
}

async function run(file: string, flags: VerifyFlags, output: Output): Promise<ExitCode> {
  if (!existsSync(file) || !statSync(file).isFile())
    throw wrongUse('verify: the export or receipt is not a file.')
  const key = flags.key === undefined ? undefined : keyOf(String(flags.key))
  const checkpoint =
    flags.checkpoint === undefined ? undefined : textOf(String(flags.checkpoint), 'checkpoint')
  const lacking = await lackingWitnesses(flags, checkpoint)
  if (lacking) {
    if (flags.json) output.out(JSON.stringify({ holds: false, readable: true, witnesses: lacking }))
    else {
      output.err(
        `✗ The checkpoint is signed by ${lacking.signed.length} of ${lacking.known} witnesses; ${lacking.wanted} are asked for.`,
      )
      output.out('does not hold')
    }
    return 1
  }
  if (isReceiptFile(file)) {
    const verdict = await verifyReceiptFile(readFileSync(file, 'utf8'), { key })
    if (flags.json) output.out(JSON.stringify(verdict))
    else printReceipts(verdict, output)
    if (!verdict.readable) return 2
    return verdict.holds ? 0 : 1
  }
  const { partial, strict } = flags
  // A line that has been read is soon gone; V8 need not keep three times 16 MB of them.
  setFlagsFromString('--semi-space-growth-factor=1')
  const verdict = await verifyExport(createReadStream(file), { key, checkpoint, partial, strict })
  if (flags.json) output.out(JSON.stringify(verdict))
  else print(verdict, output)
  if (!verdict.readable) return 2
  return verdict.holds ? 0 : 1
}

interface Lacking {
  readonly signed: readonly string[]
  readonly known: number
  readonly wanted: number
}

/** `null` if as many witnesses as are asked for have seen the log as the kept checkpoint has it. */
async function lackingWitnesses(
  { witnessKey, quorum }: VerifyFlags,
  checkpoint: string | undefined,
): Promise<Lacking | null> {
  const lines = list(witnessKey)
  if (lines.length === 0) {
    if (quorum !== undefined) throw wrongUse('verify: --quorum goes with --witness-key.')
    return null
  }
  if (checkpoint === undefined) throw wrongUse('verify: --witness-key goes with --checkpoint.')
  // One given twice, be it under two names, is one.
  const keys = [...new Map(lines.map(witness).map((key) => [key.key.join(), key])).values()]
  const wanted = quorum === undefined ? keys.length : Number(quorum)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > keys.length)
    throw wrongUse(`verify: --quorum is a number from 1 to ${keys.length}.`)
  const signed = (await cosignersOf(checkpoint, keys)).map(({ name }) => name)
  return signed.length < wanted ? { signed, known: keys.length, wanted } : null
}

function witness(line: string): WitnessKey {
  const key = parseWitnessKey(line)
  if (!key) throw wrongUse('verify: --witness-key is no verifier key of a witness (name+id+key).')
  return key
}

function print(verdict: ExportVerdict, { out, err }: Output): void {
  const { holds, readable, trust, vkey, from, to, size, counts, findings, found } = verdict
  for (const { severity, line, message } of findings) {
    const where = line === null ? '' : `line ${line}: `
    err(`${severity === 'failure' ? '✗' : '·'} ${where}${message}`)
  }
  if (found > findings.length) err(`… and ${found - findings.length} more`)
  if (!readable) {
    err('This is not an export of a ledger.')
    return
  }
  if (vkey && trust === 'key in the file') {
    err(
      `Trusted: the key in the file itself, ${vkey}. Anybody can sign a file with a key of their own: pass --key.`,
    )
  }
  if (!holds) {
    out('does not hold')
    return
  }
  const range = from === to ? 'no entries' : `entries ${from} to ${to - 1}`
  out(`holds: ${range} of a log of ${size}`)
  out(
    `records ${counts.record + counts.attested}, sealed ${counts.sealed}, erased ${counts.erased}, ` +
      `erasures ${counts.erasure}, notices ${counts.notice}`,
  )
  if (counts.key + counts.restore) out(`changes of the key ${counts.key}, restores ${counts.restore}`)
}

function printReceipts({ holds, readable, trust, receipts }: ReceiptFileVerdict, { out, err }: Output): void {
  if (!readable) {
    err('This is not a file of receipts, or it has been altered.')
    return
  }
  for (const { outcome, message, seq, origin } of receipts) {
    const where = seq === null ? '' : ` (entry ${seq} of ${origin})`
    out(`${outcome}: ${message}${where}`)
  }
  if (trust === 'key in the file')
    err('Trusted: the key in the file itself. Pass --key with the one that you know.')
  out(holds ? 'holds' : 'does not hold')
}

/** By its beginning, which is the same for every such file. */
function isReceiptFile(file: string): boolean {
  const start = Buffer.alloc(40)
  const handle = openSync(file, 'r')
  const length = readSync(handle, start)
  closeSync(handle)
  return /^\s*\{\s*"latchkey"\s*:\s*"receipts"/.test(start.toString('latin1', 0, length))
}

function keyOf(value: string): string {
  const line = parseVkey(value) ? value : textOf(value, 'key').trim()
  if (!parseVkey(line))
    throw wrongUse('verify: --key is neither a verifier key (name+id+key) nor a file with one.')
  return line
}

function textOf(file: string, what: string): string {
  if (!existsSync(file) || !statSync(file).isFile()) throw wrongUse(`verify: --${what} names no file.`)
  return readFileSync(file, 'utf8')
}
