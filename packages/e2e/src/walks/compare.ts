import type { Seen } from './in-page.ts'
import { type Decision, isGranted, isRefused } from './model.ts'
import { type Asked, VENDORS } from './site.ts'
import { PURPOSES, type PurposeId } from './steps.ts'
import { gpcOf, type World } from './world.ts'

/** Requests that left although nobody had allowed them, before the step or after it, and that nothing explains. */
export function leaks(world: World): readonly string[] {
  const { visit, before, device } = world
  const mightLoad = (purpose: PurposeId) =>
    [before, device].some((then) =>
      [...new Set(visit.gpc.values())].some((gpc) => isGranted(then, purpose, { gpc, ruled: true })),
    )
  return [
    ...visit.asked
      .filter((asked) =>
        asked.why.startsWith('marked')
          ? ![before, device].some((then) =>
              isGranted(then, asked.purpose, { gpc: gpcOf(world, asked.doc), ruled: true }),
            )
          : !asked.may && !isLate(world, asked),
      )
      .map(({ doc, purpose, why }) => `wire: page ${doc} asked ${purpose}’s vendor by ${why}`),
    ...visit.loads
      .filter((purpose) => !mightLoad(purpose))
      .map((purpose) => `wire: ${purpose}’s vendor script was asked for`),
  ]
}

/** Without the guard inside, it is fetched when something is withdrawn; what leaves meanwhile is a stated limit. */
export function isLate({ plan }: World, { may, guarded, why }: Asked): boolean {
  return !plan.guarded && !may && !guarded && !why.startsWith('marked')
}

/** What the pages that are open say and keep, and what the ledger has, against what was done. */
export function disagreements(world: World): readonly string[] {
  const pages = [...world.seen.values()]
  return [
    ...pages.flatMap((page) => misstated(world, page)),
    ...leftovers(world, pages),
    ...unproven(world),
    ...pages.flatMap((page) => missed(world, page)),
    ...lost(world),
  ]
}

function misstated({ device }: World, seen: Seen): readonly string[] {
  const { doc, granted, guarded, cookies } = seen
  const wrong: string[] = []
  for (const purpose of PURPOSES) {
    const is = isGranted(device, purpose, seen)
    if (granted[purpose] !== is)
      wrong.push(`state: page ${doc} says ${purpose} is ${granted[purpose]}, not ${is}`)
  }
  if (!guarded && PURPOSES.some((purpose) => !granted[purpose])) wrong.push(`guard: none on page ${doc}`)
  const cookie = /(?:^|; )latchkey=([^;]*)/.exec(cookies)?.[1] ?? ''
  for (const purpose of PURPOSES) {
    const stored = new RegExp(`~${purpose}\\.(granted|denied)\\.`).exec(cookie)?.[1]
    const answer = device.answers[purpose]?.answer
    if (stored !== answer) wrong.push(`cookie: ${purpose} is ${stored}, not ${answer}`)
  }
  return wrong
}

/** Keys of vendors that are refused on every page that is open. */
function leftovers({ device }: World, pages: readonly Seen[]): readonly string[] {
  const refused = PURPOSES.filter((purpose) => pages.every(({ gpc }) => isRefused(device, purpose, gpc)))
  return refused.flatMap((purpose) => {
    const { cookies, local, session } = VENDORS[purpose]
    return pages.flatMap((page) => [
      ...cookies
        .filter((name) => page.cookies.includes(`${name}=`))
        .map((name) => `storage: cookie ${name} on page ${page.doc}`),
      ...local
        .filter((name) => page.local.includes(name))
        .map((name) => `storage: local ${name} on page ${page.doc}`),
      ...session
        .filter((name) => page.session.includes(name))
        .map((name) => `storage: session ${name} on page ${page.doc}`),
    ])
  })
}

function unproven({ visit, device }: World): readonly string[] {
  const line = ({ choices, via, trusted }: Decision) =>
    JSON.stringify([Object.entries(choices).sort(), via, trusted])
  const kept = visit.records.map(line).join('\n')
  const made = device.decisions.map(line).join('\n')
  return kept === made ? [] : [`records: the ledger has\n${kept}\nnot\n${made}`]
}

/** What is granted has to be asked for: a checker that lets nothing through finds nothing. */
function missed({ visit, device, marked, arrived }: World, seen: Seen): readonly string[] {
  const { doc } = seen
  const wrong: string[] = []
  for (const purpose of PURPOSES) {
    if (!isGranted(device, purpose, seen)) continue
    if (!visit.asked.some((asked) => asked.doc === doc && asked.purpose === purpose && asked.may))
      wrong.push(`wire: page ${doc} did not ask ${purpose}’s vendor`)
  }
  /** A router has replaced all but the last. */
  const isRoute = ({ why }: { readonly why: string }) => why.startsWith('marked-route')
  const lastRoute = marked.findLast(isRoute)
  const elements = [
    { doc, purpose: 'marketing', why: 'marked-img' },
    { doc, purpose: 'personalisation', why: 'marked-script' },
    ...marked.filter((element) => element.doc === doc && (!isRoute(element) || element === lastRoute)),
  ] as const
  for (const { purpose, why } of elements) {
    if (isGranted(device, purpose, seen) && !arrived.has(`${doc} ${why}`))
      wrong.push(`wire: page ${doc} did not ask for ${why} of ${purpose}`)
  }
  return wrong
}

function lost({ visit, expected }: World): readonly string[] {
  return expected
    .filter(({ doc, number }) => !visit.asked.some((asked) => asked.doc === doc && asked.number === number))
    .map(({ doc }) => `wire: what page ${doc} asked for itself did not arrive`)
}
