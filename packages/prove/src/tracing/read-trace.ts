/** What a process did to its files, and what it told the world, in the order in which it happened. */
export type TraceEvent =
  | { readonly type: 'open'; readonly path: string; readonly truncate: boolean; readonly create: boolean }
  /** `offset`: infinite where the file was opened for appending. */
  | { readonly type: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly path: string; readonly length: number }
  | { readonly type: 'sync'; readonly path: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'unlink'; readonly path: string }
  /** Bytes that went out on a connection. */
  | { readonly type: 'sent'; readonly text: string }

/** The system calls that change a disk or tell somebody; for `strace -e trace=`. */
export const TRACED =
  'openat,open,creat,pwrite64,pwritev,write,writev,sendto,sendmsg,ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,link,linkat,unlink,unlinkat,close'

/** The words of strace that make a trace that `readTrace` reads. `-D`: the ledger itself is the process started. */
export function tracing(file: string): readonly string[] {
  return [
    'strace',
    '-D',
    '-f',
    '-yy',
    '-xx',
    '-s',
    '200000',
    '--seccomp-bpf',
    '-o',
    file,
    '-e',
    `trace=${TRACED}`,
  ]
}

const CALL = /^(\d+) +(\w+)\((.*?)(?:\) += (-?\d+).*| <unfinished \.\.\.>)$/s
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+).*$/s
const FD = /^(\d+)<([^>]*)>/

/**
 * Reads what strace wrote. Only calls that succeeded count. A write to a connection counts from its beginning, since
 * the other side may have read it before it returned; everything else from its end.
 */
export function* readTrace(lines: Iterable<string>, folder: string): Generator<TraceEvent> {
  const positions = new Map<number, number>()
  const begun = new Map<string, { name: string; args: string }>()
  for (const line of lines) {
    const resumed = RESUMED.exec(line)
    if (resumed) {
      const [, pid = '', name = '', rest = '', result = '-1'] = resumed
      const start = begun.get(pid)
      begun.delete(pid)
      if (start?.name === name) yield* eventsOf(name, start.args + rest, Number(result), false)
      continue
    }
    const call = CALL.exec(line)
    if (!call) continue
    const [, pid = '', name = '', args = '', result] = call
    if (result !== undefined) yield* eventsOf(name, args, Number(result), true)
    else {
      begun.set(pid, { name, args })
      if (isConnection(args)) yield { type: 'sent', text: stringsOf(args).toString('utf8') }
    }
  }

  function* eventsOf(name: string, args: string, result: number, whole: boolean): Generator<TraceEvent> {
    if (isConnection(args)) {
      if (whole && result > 0) yield { type: 'sent', text: stringsOf(args).toString('utf8') }
      return
    }
    if (result < 0) return
    const [, number = '', hexPath = ''] = FD.exec(args) ?? []
    const fd = Number(number)
    const path = decoded(hexPath)
    const inside = path.startsWith(`${folder}/`) || path === folder
    switch (name) {
      case 'openat':
      case 'open': {
        const opened = textOf(args)
        positions.set(result, args.includes('O_APPEND') ? Number.POSITIVE_INFINITY : 0)
        if (opened?.startsWith(`${folder}/`))
          yield {
            type: 'open',
            path: opened,
            truncate: args.includes('O_TRUNC'),
            create: args.includes('O_CREAT'),
          }
        return
      }
      case 'close':
        positions.delete(fd)
        return
      case 'pwrite64':
        if (inside)
          yield { type: 'write', path, offset: Number(args.split(', ').at(-1)), bytes: written(args, result) }
        return
      case 'write':
      case 'writev': {
        const offset = positions.get(fd) ?? 0
        positions.set(fd, offset + result)
        if (inside) yield { type: 'write', path, offset, bytes: written(args, result) }
        return
      }
      case 'ftruncate':
        if (inside) yield { type: 'truncate', path, length: Number(args.split(', ').at(-1)) }
        return
      case 'fsync':
      case 'fdatasync':
        if (inside) yield { type: 'sync', path }
        return
      case 'rename':
      case 'renameat':
      case 'renameat2': {
        const [from, to] = quoted(args).map((text) => bytesOf(text).toString())
        if (from?.startsWith(`${folder}/`) && to) yield { type: 'rename', from, to }
        return
      }
      case 'unlink':
      case 'unlinkat': {
        const gone = textOf(args)
        if (gone?.startsWith(`${folder}/`)) yield { type: 'unlink', path: gone }
        return
      }
      default:
        // Calls that this reader does not understand must not pass for nothing.
        if (inside) throw new Error(`[prove] readTrace: expected no ${name} on the ledger's files.`)
    }
  }
}

const quoted = (args: string) => args.match(/"(?:[^"])*"(?:\.\.\.)?/g) ?? []
const bytesOf = (text: string) => {
  if (text.endsWith('...')) throw new Error('[prove] readTrace: expected whole strings; strace has cut one.')
  return Buffer.from(text.slice(1, -1).replaceAll('\\x', ''), 'hex')
}
const stringsOf = (args: string) => Buffer.concat(quoted(args).map(bytesOf))
const written = (args: string, length: number) => stringsOf(args).subarray(0, length)
const decoded = (path: string) =>
  path.startsWith('\\x') ? Buffer.from(path.replaceAll('\\x', ''), 'hex').toString() : path
const textOf = (args: string) =>
  quoted(args)
    .slice(0, 1)
    .map((text) => bytesOf(text).toString())[0]
const isConnection = (args: string) => /^\d+<(?:TCP|\\x54\\x43\\x50)/.test(args)
