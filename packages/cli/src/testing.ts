import { fileURLToPath } from 'node:url'

/**
 * Arguments that make Node run the command line: what has just been built where `LATCHKEY_BUILT` says so, as `npm test`
 * does. From source it takes three times as long to start.
 */
export const commandLine: readonly string[] =
  process.env.LATCHKEY_BUILT === '1'
    ? [fileURLToPath(new URL('../dist/cli.js', import.meta.url))]
    : ['--conditions=latchkey-source', fileURLToPath(new URL('./cli.ts', import.meta.url))]
