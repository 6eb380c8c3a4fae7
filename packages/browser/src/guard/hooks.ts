import { animated, members, setters } from './attributes.ts'
import { beacons, fetches, sockets, worklets, xhr } from './connections.ts'
import { frames } from './frames.ts'
import { insertion } from './insertion.ts'
import { leaving } from './leaving.ts'
import { markup, writes } from './markup.ts'
import type { Hook } from './realm.ts'
import { declarations, styles } from './styles.ts'
import { workers } from './workers.ts'

/** Every way out that the guard stands in front of. Each has a seeded bug in the leak lab: the build without it. */
export const hooks: readonly Hook[] = [
  fetches,
  beacons,
  xhr,
  sockets,
  worklets,
  workers,
  members,
  setters,
  animated,
  insertion,
  markup,
  writes,
  styles,
  declarations,
  leaving,
  frames,
]
