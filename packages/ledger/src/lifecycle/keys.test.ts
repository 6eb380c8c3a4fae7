import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fromBase64, openCheckpoint, parseVkey, verifyTlogProof } from '@latchkey/log'
import { describe, expect, test } from 'vitest'
import { chainOf, folder, recordOf, secretOf, sha256Hex } from '../ledger.example.ts'
import { signingKey, signingKeyFile } from '../log/signing-key.ts'
import { keyFile, replaceKeyFile } from '../vault/key-file.ts'
import { createVault, vaultFile } from '../vault/vault.ts'
import { filesIn, fill, verify } from './lifecycle.example.ts'
import { rotateKek } from './rotate-kek.ts'
import { dropFormerKeks, rotateKekFile } from './rotate-kek-file.ts'
import { rotateKey } from './rotate-key.ts'
import { rotateKeyFile } from './rotate-key-file.ts'

const secret = secretOf('shopper')

describe('E6: another signing key', { timeout: 30_000 }, () => {
  const rotated = async () => {
    const files = filesIn()
    const first = await files.serving()
    const { results } = await (await first.post(secret, chainOf(secret, 2))).json()
    const before = { vkey: first.ledger.vkey, checkpoint: await (await first.get('/v1/checkpoint')).text() }
    await first.ledger.close()
    const { key: _, ...options } = files.options()
    const rotation = await rotateKeyFile({ ...options, file: files.keyFile })
    await options.store.close()
    return { files, before, rotation, receipt: results[1].receipt }
  }

  test('old receipts and kept checkpoints, and exports with either key, verify', async () => {
    const { files, before, rotation, receipt } = await rotated()
    expect(rotation).toMatchObject({ entry: 2, from: before.vkey })
    const { post, exportLines, ledger, get } = await files.serving()
    expect(ledger.vkey).toBe(rotation.to)
    // The checkpoint of that commit is signed by both.
    const both = await (await get('/v1/checkpoint')).text()
    for (const vkey of [rotation.from, rotation.to]) {
      const key = parseVkey(vkey)
      expect(key && (await openCheckpoint(both, [key]))).toMatchObject({ size: 3 })
    }
    for (const more of [0, 1]) {
      if (more) await fill(post, ['later'])
      for (const key of [rotation.from, rotation.to]) {
        const verdict = await verify(await exportLines(), { key, checkpoint: before.checkpoint })
        expect(verdict).toMatchObject({ holds: true, trust: 'given key', counts: { key: 1 } })
        const part = await exportLines('?after=2')
        if (more) expect(await verify(part, { key, partial: true })).toMatchObject({ holds: true })
      }
    }
    const old = parseVkey(before.vkey)
    if (!old) return expect.fail('no key')
    expect(await openCheckpoint(receipt.checkpoint, [old])).toMatchObject({ size: 2 })
    const [leaf, now] = [fromBase64(receipt.leaf), parseVkey(rotation.to)]
    const proof = await (await get('/v1/receipts/1')).text()
    expect(leaf && now && (await verifyTlogProof(proof, leaf, [now]))).toMatchObject({ size: 4 })
  })

  test('a process that still has the former key stops with a sentence', async () => {
    const files = filesIn()
    const reasons: (string | undefined)[] = []
    const { post, get } = await files.serving({ onEvent: ({ reason }) => reasons.push(reason) })
    await post(secret, [recordOf(secret)])
    const { key: _, ...options } = files.options()
    await rotateKeyFile({ ...options, file: files.keyFile })
    await options.store.close()
    expect((await post(secret, [recordOf(secret, 1)])).status).toBe(503)
    expect(reasons.filter(Boolean)).toEqual([
      '[ledger] log: its key was changed at entry 1. Start again, with the new key.',
    ])
    expect((await get('/v1/health')).status).toBe(503)
  })

  test('a start with the former key, or with a key that is neither, is refused', async () => {
    const { files } = await rotated()
    const [seed = '', former = ''] = keyFile(files.keyFile, 'signing key')
    expect(former).toMatch(/^former /)
    expect(statSync(files.keyFile).mode & 0o777).toBe(0o600)
    const other = signingKey(Buffer.alloc(32, 3).toString('base64'))
    await expect(files.serving({ key: other })).rejects.toThrow(/this key did not sign/)
    // Out of the environment, a key knows no former ones.
    await (await files.serving({ key: signingKey(seed) })).ledger.close()
    const forged = { ...signingKey(seed), former: [other.publicKey] }
    await expect(files.serving({ key: forged })).rejects.toThrow(/does not know/)
  })

  test('stopped between log and file, it goes on from there', async () => {
    const files = filesIn()
    const { ledger } = await files.serving()
    await ledger.close()
    const { key, ...options } = files.options()
    const next = signingKeyFile(`${files.keyFile}.next`)
    const first = await rotateKey({ ...options, key, next })
    await options.store.close()
    await expect(files.serving()).rejects.toThrow(/another key since entry 0: this is a former one/)
    const { key: _, ...again } = files.options()
    expect(await rotateKeyFile({ ...again, file: files.keyFile })).toEqual(first)
    await again.store.close()
    expect(existsSync(`${files.keyFile}.next`)).toBe(false)
    expect((await files.serving()).ledger.vkey).toBe(first.to)
  })

  test('stopped before its last step, it begins anew with a fresh key', async () => {
    const { files, rotation } = await rotated()
    copyFileSync(files.keyFile, `${files.keyFile}.next`)
    const { key: _, ...options } = files.options()
    const second = await rotateKeyFile({ ...options, file: files.keyFile })
    await options.store.close()
    expect(second.from).toBe(rotation.to)
    expect(second.to).not.toBe(rotation.to)
    expect(signingKeyFile(files.keyFile).former).toHaveLength(2)
    const { exportLines } = await files.serving()
    expect(await verify(await exportLines(), { key: rotation.from })).toMatchObject({
      holds: true,
      counts: { key: 2 },
    })
  })
})

describe('G1: another key encryption key', { timeout: 30_000 }, () => {
  const filled = async () => {
    const files = filesIn()
    const kek = join(folder(), 'kek')
    const { post, ledger } = await files.serving({ vault: vaultFile(kek) })
    await fill(post, ['a', 'b', 'c', 'd', 'e'])
    await ledger.close()
    return { files, kek }
  }

  test('wraps every subject’s key, and the former key opens nothing any more', async () => {
    const { files, kek } = await filled()
    const [old = ''] = keyFile(kek, 'key encryption key')
    const { store } = files.options()
    expect(await rotateKekFile({ store, file: kek, batch: 2 })).toBe(5)
    expect(await store.read.subjectsNotUnder(vaultFile(kek).kek, 9)).toEqual([])
    expect(await dropFormerKeks(store, kek)).toBe(1)
    await store.close()
    await expect(files.serving({ vault: createVault([old]) })).rejects.toThrow(
      /not among the key encryption keys/,
    )
    const { exportLines, ledger } = await files.serving({ vault: vaultFile(kek) })
    expect(await verify(await exportLines(), { key: ledger.vkey })).toMatchObject({
      holds: true,
      counts: { record: 5 },
    })
  })

  test('stopped in the middle, everything opens, and it goes on from there', async () => {
    const { files, kek } = await filled()
    const { store } = files.options()
    await rotateKekFile({ store, file: kek })
    // A third key in front, one batch, and no more.
    const again = createVault([Buffer.alloc(32, 5).toString('base64'), ...keyFile(kek, 'key encryption key')])
    await expect(
      rotateKek({
        ...{ store, vault: again, batch: 2 },
        onProgress() {
          throw new Error('killed')
        },
      }),
    ).rejects.toThrow('killed')
    expect(await store.read.subjectsNotUnder(again.kek, 9)).toHaveLength(3)
    await (await files.serving({ vault: again })).ledger.close()
    await expect(dropFormerKeks(store, kek)).rejects.toThrow(/still in use/)
    expect(await rotateKek({ store, vault: again, batch: 2 })).toBe(3)
    await store.close()
  })

  test('a process that has only the former key stops, and gives no wrong answer', async () => {
    const { files, kek } = await filled()
    const [old = ''] = keyFile(kek, 'key encryption key')
    const [record] = [recordOf(secret)]
    const reasons: (string | undefined)[] = []
    // Nothing is held in its memory, as after a start.
    const { post } = await files.serving({
      vault: createVault([old]),
      onEvent: ({ reason }) => reasons.push(reason),
    })
    await post(secret, [record])
    const { store } = files.options()
    await rotateKekFile({ store, file: kek })
    await store.close()
    expect((await post(secret, [record])).status).toBe(503)
    expect(reasons.filter(Boolean)).toEqual([expect.stringMatching(/wraps now, and is not among/)])
  })

  test('a running ledger that has the former key alone takes nothing more once the key is changed, and nothing is lost by dropping it', async () => {
    const { files, kek } = await filled()
    const reasons: (string | undefined)[] = []
    const running = await files.serving({
      vault: vaultFile(kek),
      onEvent: ({ reason }) => reasons.push(reason),
    })
    const { store } = files.options()
    await rotateKekFile({ store, file: kek })
    expect(await dropFormerKeks(store, kek)).toBe(1)
    await store.close()
    // Nobody's key is in its memory: a subject that it never saw.
    expect((await running.post(secret, [recordOf(secret)])).status).toBe(503)
    expect((await running.get('/v1/health')).status).toBe(503)
    expect(reasons.filter(Boolean)).toEqual([
      expect.stringMatching(/^\[ledger\] vault: the key [0-9a-f]{16} wraps now/),
    ])
    const { exportLines, ledger } = await files.serving({ vault: vaultFile(kek) })
    expect(await verify(await exportLines(), { key: ledger.vkey })).toMatchObject({
      holds: true,
      counts: { record: 5 },
    })
  })

  test('a running ledger that has both keys wraps with the one in force, and needs no new start', async () => {
    const { files, kek } = await filled()
    const [old = ''] = keyFile(kek, 'key encryption key')
    const both = createVault([Buffer.alloc(32, 5).toString('base64'), old])
    const former = createVault([old]).kek
    const running = await files.serving({ vault: both })
    const { store } = files.options()
    const keyOf = async (name: string) => (await store.read.subjectKey(sha256Hex(secretOf(name))))?.kek
    await fill(running.post, ['before'])
    expect(await keyOf('before')).toBe(former)
    expect(await rotateKek({ store, vault: both })).toBe(6)
    await fill(running.post, ['after'])
    expect([await keyOf('before'), await keyOf('after')]).toEqual([both.kek, both.kek])
    await store.close()
  })

  test('a former key is not dropped while it is in force, though it has wrapped nothing yet', async () => {
    const files = filesIn()
    const kek = join(folder(), 'kek')
    const { ledger } = await files.serving({ vault: vaultFile(kek) })
    await ledger.close()
    replaceKeyFile(kek, [Buffer.alloc(32, 5).toString('base64'), ...keyFile(kek, 'key encryption key')])
    const { store } = files.options()
    await expect(dropFormerKeks(store, kek)).rejects.toThrow(/still in use/)
    expect(await rotateKekFile({ store, file: kek })).toBe(0)
    expect(keyFile(kek, 'key encryption key')).toHaveLength(2)
    expect(await dropFormerKeks(store, kek)).toBe(1)
    await store.close()
    await expect(
      files.serving({ vault: createVault([Buffer.alloc(32, 6).toString('base64')]) }),
    ).rejects.toThrow(/is not among the key encryption keys/)
  })

  test('a wrong key is refused at start; no key is in any sentence', async () => {
    const { files, kek } = await filled()
    const [seed = ''] = keyFile(kek, 'key encryption key')
    const wrong = createVault([Buffer.alloc(32, 1).toString('base64')])
    const error = await files.serving({ vault: wrong }).catch((reason: Error) => reason.message)
    expect(error).toMatch(/^\[ledger\] start: the log is encrypted with the key [0-9a-f]{16}, /)
    expect(error).not.toContain(seed)
    expect(readFileSync(files.db, 'latin1')).not.toContain(seed)
  })
})
