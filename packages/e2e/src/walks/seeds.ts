import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What to look for in the built files, and what to put there. */
export type Break = readonly [found: RegExp, put: string]

/** Bugs that the walks have to find, and how what they find begins. */
export const seeds: Readonly<
  Record<'fetch' | 'purge' | 'adopt', { readonly breaks: Break; readonly sign: RegExp }>
> = {
  /** The guard does not stand in front of `fetch`. */
  fetch: { breaks: [/"fetch",\(/g, '"fetchNothing",('], sign: /wire: page \d+ asked/ },
  /** Withdrawn keys are not deleted. */
  purge: { breaks: [/max-age=0;path/g, 'max-age=99;path'], sign: /storage: cookie/ },
  /** Other tabs' decisions are not adopted. */
  adopt: { breaks: [/type:"adopt"/g, 'type:"ignore"'], sign: /state: page \d+ says/ },
}

/** A copy of the built script tag with a bug in it; names the folder. */
export function seeded(sdk: string, [found, put]: Break): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-walks-'))
  cpSync(sdk, folder, { recursive: true })
  let changed = 0
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(join(folder, name), 'utf8')
    const broken = text.replaceAll(found, put)
    if (broken === text) continue
    writeFileSync(join(folder, name), broken)
    changed += 1
  }
  if (changed === 0)
    throw new Error(`[e2e] seeded: expected ${found} in the built files of ${sdk}, got none.`)
  return folder
}
