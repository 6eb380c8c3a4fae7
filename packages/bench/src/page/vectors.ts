import type { Vector } from './vector.ts'
import { attributes } from './vectors/attributes.ts'
import { calls } from './vectors/calls.ts'
import { elements } from './vectors/elements.ts'
import { forms } from './vectors/forms.ts'
import { frames } from './vectors/frames.ts'
import { markup } from './vectors/markup.ts'
import { media } from './vectors/media.ts'
import { styles } from './vectors/styles.ts'
import { workers } from './vectors/workers.ts'

/** Every way to make a request that the lab knows, in the order in which they are fired. */
export const vectors: readonly Vector[] = [
  ...elements(),
  ...media(),
  ...attributes(),
  ...calls(),
  ...workers(),
  ...forms(),
  ...styles(),
  ...markup(),
  ...frames(),
]
