import { cac } from 'cac'
import type { Command, ExitCode, Output } from './command.ts'
import { ledger } from './ledger.ts'
import { verify } from './verify.ts'

/** Every command there is, in the order of the help. */
const commands: readonly Command[] = [ledger, verify]

/** Runs one command line; `argv` as `process.argv`. Resolves to the exit code, never rejects. */
export async function run(argv: readonly string[], output: Output): Promise<ExitCode> {
  const cli = cac('latchkey')
  for (const command of commands) command(cli, output)
  cli.help()
  try {
    const { options, args } = cli.parse([...argv], { run: false })
    if (options.help) return 0
    if (!cli.matchedCommand) {
      if (args.length === 0) cli.outputHelp()
      else output.err('latchkey: no such command. See latchkey --help.')
      return 2
    }
    return await cli.runMatchedCommand()
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error('unknown')
    const expected = name === 'WrongUse' || name === 'CACError'
    // What is not a sentence of ours may quote what it should not.
    output.err(expected ? message : `latchkey: stopped by ${name}${codeOf(error)}.`)
    return 2
  }
}

/** `EADDRINUSE`, `EACCES`: the system's own word for it. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code) ? ` (${code})` : ''
}
