// npm run departures -- --times 50 --engine chromium --engine firefox
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Engine, isInstalled } from './browsers.ts'
import { runKills } from './kill.ts'
import { runDepartures, WAYS, type Way } from './leave.ts'
import { breaks, runStorage } from './storage.ts'
import { runTabs } from './tabs.ts'

const USAGE = `Leaves pages in the task of the press that decides, kills tabs and browsers, breaks storage, and looks
whether every decision is in the ledger exactly once.

  --times <n>      how often each way of leaving, and how often the browser is killed (50)
  --decisions <n>  in eight tabs, of which some are killed (200)
  --engine <name>  chromium, firefox; may stand several times (both)
  --only <name>    leave, journal, kill, storage, tabs; may stand several times (all)
  --way <name>     of leaving: navigate, reload, close, crash; may stand several times (all)
  --sdk <folder>   another build of the script tag (packages/embed/dist)

Ends with 0 if nothing is lost or doubled, 1 if something is, 2 for wrong use.`

const PARTS = ['leave', 'journal', 'kill', 'storage', 'tabs']

function options() {
  try {
    const { values } = parseArgs({
      options: {
        times: { type: 'string', default: '50' },
        decisions: { type: 'string', default: '200' },
        engine: { type: 'string', multiple: true, default: ['chromium', 'firefox'] },
        only: { type: 'string', multiple: true, default: PARTS },
        way: { type: 'string', multiple: true, default: [...WAYS] },
        sdk: { type: 'string', default: join(import.meta.dirname, '../../../embed/dist') },
        help: { type: 'boolean' },
      },
    })
    const numbers = [values.times, values.decisions].map(Number)
    if (!numbers.every((number) => Number.isSafeInteger(number) && number > 0))
      throw new Error('expected whole numbers')
    if (!values.engine.every((name) => /^(chromium|firefox)$/.test(name))) throw new Error('no such engine')
    if (!values.only.every((name) => PARTS.includes(name))) throw new Error('no such part')
    const ways = values.way as Way[] // which the next line makes sure of
    if (!ways.every((name) => WAYS.includes(name))) throw new Error('no such way')
    return { ...values, ways }
  } catch (error) {
    console.error(`${error}\n\n${USAGE}`)
    process.exit(2)
  }
}

const { times: timesText, decisions, engine: engines, only, ways, sdk, help } = options()
if (help) {
  console.log(USAGE)
  process.exit(0)
}
const times = Number(timesText)
const progress = (line: string) => console.error(line)
let failed = false
const say = (holds: boolean, line: string, more: readonly string[] = []) => {
  console.log([`${holds ? 'holds' : 'FAILS'}: ${line}`, ...more.map((one) => `  ${one}`)].join('\n'))
  failed ||= !holds
}

for (const engine of engines as Engine[]) {
  if (!isInstalled(engine)) {
    say(!process.env.CI, `${engine} is not installed: skipped`)
    continue
  }
  const started = performance.now()
  if (only.includes('leave')) {
    const { made, lost, doubled, unmade } = await runDepartures({ engine, sdk, ways, times, progress })
    const all = [
      ...lost.map((what) => `lost: ${what}`),
      ...doubled.map((what) => `doubled: ${what}`),
      ...unmade.map((what) => `not made: ${what}`),
    ]
    say(
      !all.length,
      `${engine}, left in the press’s task: ${made} made, ${lost.length} lost, ${doubled.length} doubled`,
      all,
    )
  }
  if (only.includes('journal')) {
    const few = Math.min(times, 4)
    const { made, lost } = await runDepartures({ engine, sdk, ways, times: few, noJournal: true, progress })
    say(lost.length > 0, `${engine}, the same without a journal is found out: ${lost.length} of ${made} lost`)
  }
  if (only.includes('kill') && engine === 'firefox')
    say(true, 'firefox, browser killed: skipped, its profile cannot be kept')
  else if (only.includes('kill')) {
    const { made, lost, doubled } = await runKills({ sdk, times, progress })
    say(
      !lost && !doubled,
      `${engine}, browser killed 250 ms after the press: ${made} made, ${lost} lost, ${doubled} doubled`,
    )
  }
  if (only.includes('storage')) {
    const found = await runStorage({ engine, sdk })
    say(!found.length, `${engine}, storage broken in ${Object.keys(breaks).length} ways`, found)
  }
  if (only.includes('tabs')) {
    const { made, killed, lost, doubled, stored } = await runTabs({
      engine,
      sdk,
      decisions: Number(decisions),
    })
    say(
      !lost.length && !doubled,
      `${engine}, 8 tabs: ${made} decisions, ${killed} tabs killed, ${stored} stored, ${lost.length} lost, ${doubled} doubled`,
    )
  }
  progress(`${engine}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}
process.exit(failed ? 1 : 0)
