import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { sha256Hex, TOKEN } from '../ledger.example.ts'
import { type Desktop, desktop, NOW, recordFor } from './dashboard.example.ts'

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e'
const CONFIG = '\n{"purposes":["analytics"]}<b>&amp;\r\n'
const names = { policy: '2026-12 & more', ui: '0.1.0+8668a32296' }
const shop = { sites: ['shop.example'] }

/** What a page says below a heading, up to the next. */
const below = (page: string, heading: string) =>
  page.split(`<h3>${heading}</h3>`)[1]?.split(/<h[23]>/)[0] ?? ''
const ofPolicy = (page: string) => below(page, 'What was registered for this policy')
const ofBuild = (page: string) => below(page, 'What was registered for this build')
const linksOf = (part: string) =>
  [...part.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

async function withRecord(): Promise<Desktop> {
  const desk = await desktop()
  await desk.records('ann', [recordFor('ann', { id: ID, ...names })])
  return desk
}

describe('RE-4: the page of a record', () => {
  test('leads to the configuration and the build that it names, each with its text, digest and time', async () => {
    const desk = await withRecord()
    await desk.register({ name: names.policy, documents: { 'latchkey.json': CONFIG }, ...shop })
    await desk.register({
      ...{ name: names.ui, documents: { 'latchkey.js': 'let build' }, ...shop },
    })
    await desk.register({ name: '2026-11', documents: { 'former.json': '{}' }, ...shop })
    const reader = await desk.officer('reader', shop.sites)
    const found = await reader.page(`/find?code=${ID}`)
    expect(found).not.toContain('former.json')
    const [policy, build] = [linksOf(ofPolicy(found)), linksOf(ofBuild(found))]
    expect([policy.length, build.length]).toEqual([1, 1])
    expect(await reader.page(build[0] ?? '')).toContain('let build')
    const page = await reader.page(policy[0] ?? '')
    for (const part of ['latchkey.json', sha256Hex(CONFIG), '21 Nov 2026', '2026-12 &amp; more'])
      expect(page).toContain(part)
    // The first line break behind the tag is the tag's own in HTML.
    expect(page).toContain(
      '<pre dir="auto">\n\n{&quot;purposes&quot;:[&quot;analytics&quot;]}&lt;b&gt;&amp;amp;',
    )
    expect(page).not.toContain('not what was registered')
  })

  test('hands each document out byte for byte, under a name that starts nothing (H1)', async () => {
    const desk = await withRecord()
    await desk.register({ name: names.policy, documents: { 'run.js': CONFIG }, ...shop })
    const reader = await desk.officer('reader', shop.sites)
    const [link = ''] = linksOf(ofPolicy(await reader.page(`/find?code=${ID}`)))
    const href = linksOf(await reader.page(link)).find((one) => one.includes('/document/text?')) ?? ''
    const answer = await reader.get(href)
    expect(await answer.text()).toBe(CONFIG)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${sha256Hex(CONFIG)}.txt"`)
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('says that nothing is registered, of each by itself', async () => {
    const desk = await withRecord()
    const admin = await desk.signIn(TOKEN)
    const before = await admin.page(`/find?code=${ID}`)
    expect(ofPolicy(before)).toContain('Nothing is registered for the policy')
    expect(ofBuild(before)).toContain('Nothing is registered for the build')
    await desk.register({ name: names.ui, documents: { 'latchkey.js': 'let build' } })
    const after = await admin.page(`/find?code=${ID}`)
    expect(ofPolicy(after)).toContain('Nothing is registered for the policy')
    expect(ofBuild(after)).not.toContain('Nothing is registered')
  })

  test('says what was registered only after the record arrived', async () => {
    let now = NOW
    const desk = await desktop({ now: () => now })
    await desk.register({ name: names.policy, documents: { 'before.json': '1' } })
    await desk.records('ann', [recordFor('ann', { id: ID, ...names })])
    now += 1
    await desk.register({ name: names.policy, documents: { 'after.json': '2' } })
    const rows = ofPolicy(await (await desk.signIn(TOKEN)).page(`/find?code=${ID}`)).split('<tr>')
    const late = (file: string) =>
      rows.find((row) => row.includes(file))?.includes('after this record arrived')
    expect([late('before.json'), late('after.json')]).toEqual([false, true])
  })

  test('a text that was altered in the database is shown to be another', async () => {
    const desk = await withRecord()
    await desk.register({ name: names.policy, documents: { 'latchkey.json': CONFIG } })
    const database = new DatabaseSync(desk.file)
    database
      .prepare('UPDATE documents SET document = ? WHERE digest = ?')
      .run(Buffer.from('{}'), sha256Hex(CONFIG))
    database.close()
    const admin = await desk.signIn(TOKEN)
    const [link = ''] = linksOf(ofPolicy(await admin.page(`/find?code=${ID}`)))
    expect(await admin.page(link)).toContain('This is not what was registered.')
  })

  test('shows a whole build folded up', async () => {
    const desk = await withRecord()
    const documents = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`latchkey.${n}.js`, `${n}`]))
    await desk.register({ name: names.ui, documents })
    const build = ofBuild(await (await desk.signIn(TOKEN)).page(`/find?code=${ID}`))
    expect(build).toContain('<summary>9 files</summary>')
    expect(linksOf(build)).toHaveLength(9)
  })
})

describe('F8: a registered document', () => {
  test('of another tenant answers like what is not there, under the same name and digest too', async () => {
    const desk = await withRecord()
    const outlet = { site: 'outlet.example', sites: ['outlet.example'] }
    await desk.register({ name: names.policy, documents: { 'secret.json': CONFIG }, sites: outlet.sites })
    const theirs = await desk.officer('reader', shop.sites)
    expect(ofPolicy(await theirs.page(`/find?code=${ID}`))).toContain('Nothing is registered')
    const query = (site: string, digest: string) =>
      new URLSearchParams({ site, as: names.policy, digest }).toString()
    const digest = sha256Hex(CONFIG)
    for (const path of ['/find/document', '/find/document/text']) {
      const answers = []
      for (const wanted of [
        query('outlet.example', digest),
        query('shop.example', digest),
        query('shop.example', sha256Hex('nothing')),
      ]) {
        const answer = await theirs.get(`${path}?${wanted}`)
        answers.push([answer.status, await answer.text()])
      }
      expect(answers[0]?.[0]).toBe(404)
      expect(answers).toEqual([answers[2], answers[2], answers[2]])
    }
    // Nor does a record of one shop show what another registered, to those who see both.
    expect(await (await desk.signIn(TOKEN)).page(`/find?code=${ID}`)).not.toContain('secret.json')
    const ours = await desk.officer('reader', outlet.sites)
    expect(await ours.page(`/find/document?${query('outlet.example', digest)}`)).toContain('secret.json')
  })

  test('for no site is shown to those who see every site', async () => {
    const desk = await withRecord()
    await desk.register({ name: names.policy, documents: { 'latchkey.json': CONFIG } })
    const files = async (sites: readonly string[]) =>
      linksOf(ofPolicy(await (await desk.officer('reader', sites)).page(`/find?code=${ID}`))).length
    expect([await files([]), await files(shop.sites)]).toEqual([1, 0])
  })
})
