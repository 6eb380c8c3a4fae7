import type { Page } from '@playwright/test'

/**
 * Everything that lies on the device for a page, sorted: `cookie name@domain` (those of other sites that the context
 * holds included), `local name`, `session name`, `indexeddb name`, `cache name`, `worker scope`. Storage is that of the
 * page's own origin; one that cannot be read holds nothing.
 *
 * @example
 * expect(await tracesOf(page)).toEqual(['cookie cart@shop.example', 'cookie latchkey@.shop.example'])
 */
export async function tracesOf(page: Page): Promise<readonly string[]> {
  const cookies = await page.context().cookies()
  const kept = await page.evaluate(async () => {
    const lists: (() => Promise<string[]> | string[])[] = [
      () => Object.keys(localStorage).map((name) => `local ${name}`),
      () => Object.keys(sessionStorage).map((name) => `session ${name}`),
      async () => (await indexedDB.databases()).map(({ name }) => `indexeddb ${name}`),
      async () => (await caches.keys()).map((name) => `cache ${name}`),
      async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => `worker ${scope}`),
    ]
    const read = async (list: () => Promise<string[]> | string[]) => list()
    return (await Promise.all(lists.map((list) => read(list).catch(() => [])))).flat()
  })
  return [...cookies.map(({ name, domain }) => `cookie ${name}@${domain}`), ...kept].sort()
}
