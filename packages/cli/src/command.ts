import type { CAC } from 'cac'

/** Where a command speaks. Passed in, so that a test can listen. */
export interface Output {
  /** For people and pipes: what was asked for. */
  out(line: string): void
  /** For people: what went wrong, what is going on. */
  err(line: string): void
}

/** 0: holds, or done. 1: does not hold, or was not done. 2: wrong use, or input that cannot be read. */
export type ExitCode = 0 | 1 | 2

/** A command adds itself to the program; its action resolves to the exit code. One file a command. */
export type Command = (cli: CAC, output: Output) => void

/** Wrong use: becomes a sentence and exit code 2. */
export function wrongUse(sentence: string): Error {
  return Object.assign(new Error(sentence), { name: 'WrongUse' })
}

/** A flag's or a variable's text; the fallback if it is not given or empty. */
export function text(value: unknown, fallback: string): string {
  return value === undefined || value === '' ? fallback : String(value)
}

/** The parts of a list with commas between. */
export function list(value: unknown): readonly string[] {
  return text(value, '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
}

/**
 * A flag's text letter by letter. Read by the parser, what looks like a number is one, and `2026.10` is 2026.1.
 *
 * @param parsed The flag as the parser read it: what it did not take for a text that stood behind it stays so.
 */
export function asWritten(argv: readonly string[], flag: string, parsed: unknown): unknown {
  if (typeof parsed !== 'number') return parsed
  return argv.flatMap((word, at) =>
    word === flag ? (argv[at + 1] ?? []) : word.startsWith(`${flag}=`) ? word.slice(flag.length + 1) : [],
  )[0]
}
