import { readFileSync } from 'node:fs'

/** A process's resident memory in MB, now and at most so far. Linux; elsewhere zeros. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  let status = ''
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    // It has ended, or there is no such file on this system.
  }
  const of = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024)
  return { now: of('VmRSS'), peak: of('VmHWM') }
}
