import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../packages/ui/themes', import.meta.url))

/** The themes that `@latchkey/ui` brings, by name; looked for anew each time, so that one in the making shows. */
export async function themes(): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []) // none yet
  return files
    .filter((name) => name.endsWith('.css'))
    .map((name) => name.slice(0, -'.css'.length))
    .sort()
}

/** The sheet of a theme that {@link themes} named. */
export function themeSheet(name: string): Promise<string> {
  return readFile(join(folder, `${name}.css`), 'utf8')
}
