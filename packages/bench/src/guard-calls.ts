import type { GuardPage, WithGuard } from './guard-page.ts'

/** One kind of call, in microseconds; one entry for each round. */
export interface Call {
  readonly name: string
  readonly without: readonly number[]
  readonly with: readonly number[]
}

/** Measures calls with the guard and without it, in turns within one page: whatever else the machine does meets both. */
export async function measureCalls(
  { page, renew }: GuardPage,
  rounds: number,
  count: number,
): Promise<readonly Call[]> {
  await renew()
  return page.evaluate(inPage, { rounds, count })
}

/** In the page. Nothing here asks the network: addresses are not put into elements that are shown. */
function inPage({ rounds, count }: { readonly rounds: number; readonly count: number }) {
  const { stand } = globalThis as WithGuard
  const cases: Readonly<Record<string, () => void>> = {
    'setAttribute, no address': () => box.setAttribute('title', 'chair'),
    'setAttribute, own address': () => source.setAttribute('src', '/chair.webm'),
    'setAttribute, foreign address': () => source.setAttribute('src', 'https://cdn.shop.example/chair.webm'),
    appendChild: () => void box.appendChild(leaf),
    'innerHTML, 1 kB': () => void Reflect.set(loose, 'innerHTML', markup),
    'style.color': () => {
      box.style.color = 'red'
    },
    'style.setProperty': () => box.style.setProperty('color', 'red'),
    'XMLHttpRequest open': () => request.open('GET', '/cart.json'),
    textContent: () => {
      leaf.textContent = 'oak'
    },
  }
  const box = document.body.appendChild(document.createElement('div'))
  const leaf = document.createElement('p')
  const source = document.createElement('source')
  const loose = document.createElement('div')
  const request = new XMLHttpRequest()
  const markup = '<p class="price">€ 149 <a href="https://www.facebook.com/linden">us</a></p>'
    .repeat(13)
    .replaceAll('www.facebook.com', 'shop.example')
  const time = (call: () => void, times: number) => {
    const from = performance.now()
    for (let index = 0; index < times; index++) call()
    return ((performance.now() - from) * 1000) / times
  }
  const calls = Object.keys(cases).map((name) => ({ name, without: [] as number[], with: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const guarded of round % 2 ? [true, false] : [false, true]) {
      const leave = guarded ? stand() : () => {}
      for (const { name, ...into } of calls) {
        const call = cases[name]
        if (call)
          into[guarded ? 'with' : 'without'].push(time(call, name.startsWith('inner') ? count / 20 : count))
      }
      leave()
    }
  }
  return calls
}
