import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { LedgerEvent } from '../create-ledger.ts'
import { folder, recordOf, remove, secretOf } from '../ledger.example.ts'
import { backupSqlite } from '../store/sqlite-backup.ts'
import { checkLedger } from './check-ledger.ts'
import { type Files, filesIn, fill } from './lifecycle.example.ts'

/** A ledger that erased somebody, and the database as it was before. */
async function erasedSince(): Promise<{ files: Files; earlier: string }> {
  const files = filesIn()
  const { post, ledger } = await files.serving()
  await fill(post, ['a', 'b'])
  const earlier = join(folder(), 'earlier.db')
  backupSqlite(files.db, earlier)
  await ledger.fetch(remove(secretOf('b')))
  await ledger.close()
  return { files, earlier }
}

function putBack({ files, earlier }: { files: Files; earlier: string }): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${files.db}${end}`, { force: true })
  copyFileSync(earlier, files.db)
}

describe('E3, G4: what is kept beside a log', { timeout: 30_000 }, () => {
  test('a log that begins makes both, and starts again whatever stopped it before its first record', async () => {
    const files = filesIn()
    await (await files.serving()).ledger.close()
    expect([files.checkpoint, files.erasures].map((file) => existsSync(file))).toEqual([true, true])
    for (const file of [files.checkpoint, files.erasures]) rmSync(file)
    const again = await files.serving()
    expect([files.checkpoint, files.erasures].map((file) => existsSync(file))).toEqual([true, true])
    expect((await again.post(secretOf('a'), [recordOf(secretOf('a'))])).status).toBe(200)
  })

  test.each([
    ['checkpoint', { code: 'no-checkpoint' }, /^\[ledger\] start: the log has 3 entries, but no checkpoint/],
    ['erasures', { code: 'no-journal' }, /^\[ledger\] start: the log has 3 entries, but no journal/],
  ] as const)('a begun log without its %s is refused, with what to do', async (name, code, sentence) => {
    const { files } = await erasedSince()
    rmSync(files[name])
    const error = await files.serving().catch((reason: Error) => reason)
    expect(error).toMatchObject(code)
    expect(error).toMatchObject({ message: expect.stringMatching(sentence) })
    const options = files.options()
    await expect(checkLedger(options)).rejects.toMatchObject(code)
    await options.store.close()
    expect(existsSync(files[name])).toBe(false)
  })

  test('a database that was put back is refused, whichever of them went with it', async () => {
    const lost = await erasedSince()
    for (const names of [['checkpoint'], ['erasures'], ['checkpoint', 'erasures']] as const) {
      putBack(lost)
      const { files } = lost
      const away = names.map((name) => [files[name], join(folder(), name)] as const)
      for (const [file, to] of away) {
        copyFileSync(file, to)
        rmSync(file)
      }
      await expect(files.serving()).rejects.toThrow(/^\[ledger\] start: /)
      for (const [file, to] of away) copyFileSync(to, file)
    }
  })

  test('the operator’s word lets it start without: said, written down, and good for what is missing only', async () => {
    const { files } = await erasedSince()
    for (const file of [files.checkpoint, files.erasures]) rmSync(file)
    const events: LedgerEvent[] = []
    const word = { withoutCheckpoint: true, withoutJournal: true }
    await expect(files.serving({ withoutCheckpoint: true })).rejects.toMatchObject({ code: 'no-journal' })
    const { ledger } = await files.serving({ ...word, onEvent: (event) => void events.push(event) })
    expect(events.filter(({ event }) => event === 'unchecked').map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/3 entries .* without a kept checkpoint/),
      expect.stringMatching(/3 entries .* without an erasure journal/),
    ])
    await ledger.close()
    const { store } = files.options()
    expect((await store.read.accesses(9)).map(({ who, what, entries }) => [who, what, entries])).toEqual([
      ['operator', 'start without the erasure journal', 3],
      ['operator', 'start without the kept checkpoint', 3],
    ])
    await store.close()
    // Both are there again: the log was set back, and the word does not count.
    await (await files.serving()).ledger.close()
    const before = events.length
    await (await files.serving({ ...word, onEvent: (event) => void events.push(event) })).ledger.close()
    expect(events.slice(before).map(({ event }) => event)).toEqual(['started'])
  })

  test('the word that the checkpoint is lost does not hide a journal that knows more', async () => {
    const lost = await erasedSince()
    putBack(lost)
    rmSync(lost.files.checkpoint)
    await expect(lost.files.serving({ withoutCheckpoint: true })).rejects.toThrow(
      /lacks the erasure of entry 2/,
    )
  })
})
