/** A side of an element, as the window sees it. */
export type Side = 'below' | 'above' | 'right' | 'left'

/** A box in the window, in pixels from its upper left corner. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface BesideOptions {
  /** What the card is about. */
  readonly near: Box
  readonly card: Pick<Box, 'width' | 'height'>
  readonly window: Pick<Box, 'width' | 'height'>
  readonly dir: string
  /** Where it stood before: kept as long as there is room, so that it does not jump while the page scrolls. */
  readonly last?: Side | undefined
}

/** Pixels between card and element, and between card and the window's edge. */
const [GAP, EDGE] = [12, 16]

/**
 * Where a card stands beside an element without covering any of it; `null` where it cannot: no room on any side, or the
 * element is not in the window.
 */
export function beside({ near, card, window, dir, last }: BesideOptions): (Box & { side: Side }) | null {
  const end = { x: near.x + near.width, y: near.y + near.height }
  if (end.x <= 0 || end.y <= 0 || near.x >= window.width || near.y >= window.height) return null
  const room = { x: window.width - EDGE - card.width, y: window.height - EDGE - card.height }
  const x = within(dir === 'rtl' ? end.x - card.width : near.x, room.x)
  const y = within(near.y, room.y)
  const places: Readonly<Record<Side, readonly [x: number, y: number]>> = {
    below: [x, end.y + GAP],
    above: [x, near.y - GAP - card.height],
    right: [end.x + GAP, y],
    left: [near.x - GAP - card.width, y],
  }
  const sides: readonly Side[] =
    dir === 'rtl' ? ['below', 'above', 'left', 'right'] : ['below', 'above', 'right', 'left']
  for (const side of last ? [last, ...sides] : sides) {
    const [x, y] = places[side]
    if (x >= EDGE && x <= room.x && y >= EDGE && y <= room.y) return { side, x, y, ...card }
  }
  return null
}

function within(at: number, most: number): number {
  return Math.max(EDGE, Math.min(at, most))
}
