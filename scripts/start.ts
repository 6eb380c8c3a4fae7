// `npm start`: builds, then serves the example storefront with a ledger on SQLite behind it, until Ctrl-C.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withGallery } from '../examples/gallery/src/index.ts'
import { createShop, serve } from '../examples/storefront/src/index.ts'
import {
  checkpointFile,
  createLedger,
  signingKey,
  signingKeyFile,
  sqliteStore,
  vaultFile,
} from '../packages/ledger/src/index.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const wanted = Number(process.env.LATCHKEY_PORT || 4780)
const db = process.env.LATCHKEY_DB || join(root, '.data/ledger.db')
if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_515)
  fail(`LATCHKEY_PORT: expected a port, got "${process.env.LATCHKEY_PORT}".`)

console.log('[latchkey] building …')
const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), 'embed'], {
  cwd: root,
  stdio: 'inherit',
})
if (built.status !== 0) fail('The build failed: see the lines above.')

mkdirSync(dirname(db), { recursive: true })
const seed = process.env.LATCHKEY_SIGNING_KEY
const ledger = await createLedger({
  store: sqliteStore(db),
  key: seed ? signingKey(seed) : signingKeyFile(`${db}.key`),
  vault: vaultFile(`${db}.kek`),
  kept: checkpointFile(`${db}.checkpoint`),
  base: '/latchkey',
  adminToken: process.env.LATCHKEY_ADMIN_TOKEN,
})
const shop = createShop({ ledger })
const server = await serve(withGallery(shop.fetch), { port: wanted })
const at = `http://localhost:${server.port}`

if (server.moved) console.log(`[latchkey] port ${wanted} is taken: using ${server.port} instead`)
console.log(`
  Shop             ${at}/   (auf Deutsch: ${at}/de)
  Privacy choices  ${at}/#privacy-choices
  Gallery          ${at}/gallery   (every surface, in every language)
  Ledger           ${at}/latchkey/
  Ledger health    ${at}/latchkey/v1/health
  Records          ${db}${ledger.newAdminToken ? `\n  Export token     ${ledger.newAdminToken}   (shown this once)` : ''}

  The vendor ids are placeholders that belong to nobody, but the hosts are real: whatever you grant is
  loaded from Google, Meta, Microsoft, Intercom and YouTube. Before that, nothing is.

  Ctrl-C stops.
`)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (stopping) return
    stopping = true
    await server.close()
    await ledger.close()
    process.exit(0)
  })
}

function fail(text: string): never {
  console.error(`[latchkey] ${text}`)
  process.exit(1)
}
