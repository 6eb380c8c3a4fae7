import { defineConfig } from 'vitest/config'

const conditions = ['latchkey-source', 'module', 'browser', 'development|production', 'default']
const inNode = ['bench', 'core', 'log', 'record', 'ledger', 'cli', 'prove']
const inDom = ['browser', 'embed', 'proof', 'regimes', 'services', 'testkit', 'ui']
/** The one package whose tests run, where only those are asked for. */
const only = process.env.LATCHKEY_TESTS_OF
const tests = (packages: readonly string[]) =>
  packages.filter((name) => !only || name === only).map((name) => `packages/${name}/src/**/*.test.{ts,tsx}`)
const ofScripts = only ? [] : ['scripts/**/*.test.ts']

export default defineConfig({
  test: {
    // One less is the default, and half the machine where it has two cores.
    maxWorkers: '100%',
    // No test waits for time to pass; a busy machine, or one that looks for mutants, is only slow.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 60_000,
    projects: [
      {
        resolve: { conditions },
        ssr: { resolve: { conditions, externalConditions: conditions } },
        test: { name: 'node', environment: 'node', include: [...tests(inNode), ...ofScripts] },
      },
      {
        resolve: { conditions },
        // Mutation tests run in a copy of the workspace whose packages lie outside it.
        server: { fs: { strict: false } },
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'dom',
          environment: 'happy-dom',
          // A window for each file, but happy-dom is loaded once: most of the time went into that.
          pool: 'vmThreads',
          include: tests(inDom),
          setupFiles: ['fake-indexeddb/auto'],
        },
      },
    ],
  },
})
