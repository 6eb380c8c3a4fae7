// What the guard costs, in Chromium: to stand, to leave, and for each call that it looks at.
//   npm run bench
import { measureCalls } from './guard-calls.ts'
import { openGuardPage } from './guard-page.ts'
import { measureStarts } from './guard-start.ts'

const REALMS = 60
const ROUNDS = 15
const CALLS = 20_000

const guarded = await openGuardPage()
try {
  const { first, again, leaving } = await measureStarts(guarded, REALMS)
  const calls = await measureCalls(guarded, ROUNDS, CALLS)

  console.log(`\nThe guard in Chromium ${guarded.version}\n`)
  console.log(`${''.padEnd(44)}${'median'.padStart(10)}${'quickest'.padStart(12)}   of ${REALMS} pages`)
  for (const [name, times] of Object.entries({
    'to stand, on a page that is just loaded': first,
    'to stand once more on the same page': again,
    'to leave': leaving,
  }))
    console.log(`${name.padEnd(44)}${ms(median(times)).padStart(10)}${ms(Math.min(...times)).padStart(12)}`)
  console.log(
    `\n${'call'.padEnd(34)}${'without'.padStart(10)}${'with'.padStart(10)}${'more'.padStart(10)}${'ratio'.padStart(8)}   medians of ${ROUNDS} rounds`,
  )
  for (const { name, without, with: guarded } of calls) {
    const [before, after] = [median(without), median(guarded)]
    console.log(
      `${name.padEnd(34)}${us(before)}${us(after)}${us(after - before)}${(after / before).toFixed(1).padStart(8)}`,
    )
  }
} finally {
  await guarded.close()
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`
}

function us(value: number): string {
  return `${value.toFixed(2)} µs`.padStart(10)
}
