import type { LogReader, LogWriter } from '../store/store.ts'

const settingOf = (digest: string) => `document ${digest}`

/** Notes whose document it is. `false` if that was known of all of them. */
export async function addSites(
  writer: LogWriter,
  digest: string,
  sites: readonly string[],
): Promise<boolean> {
  const before = await sitesOf(writer, digest)
  const all = [...new Set([...before, ...sites])]
  if (all.length === before.length) return false
  await writer.putSetting(settingOf(digest), JSON.stringify(all))
  return true
}

/** Whether holders of these sites may read a document: it was registered for one, or a record of one names it. */
export async function isTheirs(
  read: LogReader,
  digest: string,
  sites: readonly string[] | null,
): Promise<boolean> {
  if (sites === null) return true
  const registered = await sitesOf(read, digest)
  return registered.some((site) => sites.includes(site)) || read.isNamed(digest, sites)
}

async function sitesOf(read: LogReader, digest: string): Promise<readonly string[]> {
  const list: unknown = JSON.parse((await read.setting(settingOf(digest))) ?? '[]')
  return Array.isArray(list) ? list.filter((site) => typeof site === 'string') : []
}
