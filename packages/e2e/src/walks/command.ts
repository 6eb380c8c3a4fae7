// npm run walks -- --walks 1000 --seed 42
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runWalks, said } from './run.ts'
import { seeded, seeds } from './seeds.ts'

const USAGE = `Goes random walks through a shop whose vendors misbehave, and compares state, storage, records and
requests after every step.

  --walks <n>     how many (1000)
  --seed <n>      of the first walk; the others count on from it (random)
  --sdk <folder>  another build of the script tag (packages/embed/dist)
  --side <n>      walks at a time (2)
  --seeds         instead: builds with a bug each, which the walks have to find

Ends with 0 if all agree, 1 with the shortest trace found if not, 2 for wrong use.`

function options() {
  try {
    const { values } = parseArgs({
      options: {
        walks: { type: 'string', default: '1000' },
        seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
        sdk: { type: 'string', default: join(import.meta.dirname, '../../../embed/dist') },
        side: { type: 'string', default: '2' },
        seeds: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    const numbers = [values.walks, values.seed, values.side].map(Number)
    if (!numbers.every(Number.isSafeInteger)) throw new Error('expected whole numbers')
    return values
  } catch (error) {
    console.error(`${error}\n\n${USAGE}`)
    process.exit(2)
  }
}

const { walks, seed, sdk, side, seeds: onlySeeds, help } = options()
if (help) {
  console.log(USAGE)
  process.exit(0)
}
if (onlySeeds) {
  let missed = 0
  for (const [name, { breaks, sign }] of Object.entries(seeds)) {
    const folder = seeded(sdk, breaks)
    const { found, walks, seconds } = await runWalks({ walks: 60, seed: 1, sdk: folder, shorten: false })
    rmSync(folder, { recursive: true, force: true })
    const caught = found !== null && sign.test(said(found))
    if (!caught) missed += 1
    console.log(`${caught ? 'found out' : 'NOT FOUND'}: ${name}, ${walks} walks, ${seconds.toFixed(1)} s`)
  }
  process.exit(missed > 0 ? 1 : 0)
}
console.log(`seed ${seed}`)
const run = await runWalks({
  walks: Number(walks),
  seed: Number(seed),
  sdk,
  side: Number(side),
  progress: (gone, steps) => gone % 10 === 0 && console.error(`${gone} walks, ${steps} steps`),
})
console.log(
  `${run.walks} walks, ${run.steps} steps, ${run.seconds.toFixed(1)} s, seed ${seed}; ${run.early} requests left while the guard was on its way`,
)
if (run.found) console.log(said(run.found))
process.exit(run.found ? 1 : 0)
