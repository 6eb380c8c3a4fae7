import { registerHooks } from 'node:module'
import { defineConfig } from '@playwright/test'
import { RARE } from './src/variants.ts'

// Packages are taken from their sources, in whatever way Playwright was started.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier, { ...context, conditions: [...(context.conditions ?? []), 'latchkey-source'] }),
})

const json = process.env.LATCHKEY_E2E_JSON

export default defineConfig({
  testDir: 'src',
  testMatch: '**/*.e2e.ts',
  snapshotPathTemplate: '{testDir}/gallery/references/{arg}{ext}',
  outputDir: '../../test-results',
  fullyParallel: true,
  grepInvert: process.env.LATCHKEY_ALL ? [] : new RegExp(RARE),
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: json ? [['line'], ['json', { outputFile: json }]] : [['line']],
})
