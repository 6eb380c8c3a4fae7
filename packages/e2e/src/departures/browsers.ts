import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumPath, chromiumShellPath } from '@latchkey/testkit/browser'
import { type BrowserContext, chromium, firefox } from '@playwright/test'

export type Engine = 'chromium' | 'firefox'

/** A browser of our own, which we may kill as a whole or in part. */
export interface Shopper {
  /** A context with storage of its own. */
  visit(): Promise<BrowserContext>
  /** Kills what runs pages, as a crash does. */
  killPages(): void
  close(): Promise<void>
}

/** A browser that keeps its profile in a folder. */
export interface Resident {
  readonly context: BrowserContext
  /** Kills all of it at once, as a power cut or the system does when memory is short. */
  kill(): Promise<void>
}

const FIREFOX = process.env.FIREFOX || '/usr/bin/firefox-esr'

export function isInstalled(engine: Engine): boolean {
  return engine === 'chromium' || existsSync(FIREFOX)
}

const chromiumOptions = (executablePath: string) => ({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

/** Playwright tells Firefox to shut down as a whole with its first tab that crashes; shoppers' do not. */
function firefoxOptions(): { readonly executablePath: string; readonly channel: string } {
  const executablePath = join(tmpdir(), `latchkey-firefox-${process.pid}.sh`)
  writeFileSync(executablePath, `#!/bin/sh\nunset MOZ_CRASHREPORTER_SHUTDOWN\nexec '${FIREFOX}' "$@"\n`)
  chmodSync(executablePath, 0o755)
  return { executablePath, channel: 'moz-firefox' }
}

export async function openShopper(engine: Engine): Promise<Shopper> {
  const browser =
    engine === 'chromium'
      ? await chromium.launch(chromiumOptions(chromiumShellPath()))
      : await firefox.launch(firefoxOptions())
  return {
    visit: () => browser.newContext({ locale: 'en-IE' }),
    killPages() {
      for (const { pid, command } of family())
        if (/--type=renderer|-contentproc.*\stab$/.test(command)) kill(pid)
    },
    close: () => browser.close(),
  }
}

export function profileFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-profile-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Chromium: the channel that drives the system's Firefox cannot keep a profile. */
export async function openResident(folder: string): Promise<Resident> {
  const context = await chromium.launchPersistentContext(folder, chromiumOptions(chromiumPath()))
  return {
    context,
    async kill() {
      const gone = new Promise((resolve) => context.once('close', resolve))
      for (const { pid } of family().reverse()) kill(pid)
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 2000))])
    },
  }
}

interface Process {
  readonly pid: number
  readonly command: string
}

/** Our own descendants that are browsers, parents first. Nothing else on the machine is touched. */
function family(): Process[] {
  const children = new Map<number, Process[]>()
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').join(' ').trim()
      children.set(parent, [...(children.get(parent) ?? []), { pid: Number(name), command }])
    } catch {
      // it has ended in the meantime
    }
  }
  const found: Process[] = []
  const walk = (pid: number) => {
    for (const child of children.get(pid) ?? []) {
      found.push(child)
      walk(child.pid)
    }
  }
  walk(process.pid)
  return found.filter(({ command }) => /chrom|firefox/.test(command))
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it has ended in the meantime
  }
}
