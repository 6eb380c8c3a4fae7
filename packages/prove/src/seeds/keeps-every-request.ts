// A ledger that forgets nothing that it was asked.
import { subscribe } from 'node:diagnostics_channel'

const kept: Buffer[] = []
subscribe('http.server.request.start', () => void kept.push(Buffer.alloc(400_000, 1)))
