import { defineConfig } from 'vite'

// Records go to the page's own origin, and from there to a ledger beside it. The host stays as the page wrote it:
// the ledger takes records from pages of its own origin without a list.
const proxy = { '/latchkey': { target: 'http://127.0.0.1:8787', changeOrigin: false } }

export default defineConfig({ server: { proxy }, preview: { proxy } })
