import {
  appendLeaf,
  concat,
  emptyFrontier,
  type Frontier,
  frontierRoot,
  nodesOf,
  TILE_WIDTH,
  treeRoot,
} from '@latchkey/log'

export interface DirtyTile {
  readonly level: number
  readonly index: number
  readonly hashes: Uint8Array
}

/** The growing end of the tree, in memory: its frontier, and the tiles that are not full yet. */
export interface GrowingTree {
  size(): number
  root(): Uint8Array
  append(leaf: Uint8Array): void
  /** The tiles that changed since the last call, as they are now. */
  takeDirty(): DirtyTile[]
  /** A tree that stands where this one stands now, and grows on its own. Nothing is dirty in it. */
  copy(): GrowingTree
}

interface Edge {
  readonly index: number
  readonly hashes: Uint8Array[]
}

export function growingTree(from: Frontier = emptyFrontier, ends: readonly Edge[] = []): GrowingTree {
  let frontier = from
  const edges: Edge[] = ends.map(({ index, hashes }) => ({ index, hashes: [...hashes] }))
  const dirty = new Map<string, DirtyTile>()

  const push = (level: number, hash: Uint8Array) => {
    edges[level] ??= { index: 0, hashes: [] }
    const edge = edges[level]
    edge.hashes.push(hash)
    const { index, hashes } = edge
    if (hashes.length < TILE_WIDTH) {
      // Its bytes are put together when somebody takes it, not at every leaf.
      dirty.set(`${level}/${index}`, {
        level,
        index,
        get hashes() {
          return concat(...hashes)
        },
      })
      return
    }
    dirty.set(`${level}/${index}`, { level, index, hashes: concat(...hashes) })
    edges[level] = { index: index + 1, hashes: [] }
    push(level + 1, treeRoot(TILE_WIDTH, nodesOf(hashes)))
  }

  return {
    size: () => frontier.size,
    root: () => frontierRoot(frontier),
    append(leaf) {
      frontier = appendLeaf(frontier, leaf)
      push(0, leaf)
    },
    takeDirty() {
      const tiles = [...dirty.values()].map(({ level, index, hashes }) => ({ level, index, hashes }))
      dirty.clear()
      return tiles
    },
    copy: () => growingTree(frontier, edges),
  }
}
