import type { Service } from '@latchkey/browser'
import type { Condition } from '@latchkey/core'
import { youtube as hosts } from './hosts.ts'

/** Options of {@link youtube}. */
export interface YoutubeOptions {
  /** What must be granted before a video's frame is loaded. */
  readonly needs: Condition
}

/** A video id. */
export const idPattern = /^[\w-]{11}$/

/**
 * The address for a frame's `data-src`: the host that leaves out personalisation
 * (https://support.google.com/youtube/answer/171780).
 */
export const embedUrl = (id: string): string =>
  `https://www.youtube-nocookie.com/embed/${encodeURIComponent(id)}`

/**
 * YouTube's embedded player. Has no code of its own on the page: it lets the gate load inert frames, and the gate
 * empties them again on withdrawal, which ends their requests.
 *
 * @example
 * gate({ services: [youtube({ needs: 'video' })] })
 * // <iframe data-purpose="video" data-src="https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ" title="The making of the chair"></iframe>
 */
export function youtube({ needs }: YoutubeOptions): Service {
  return {
    id: 'youtube',
    needs,
    hosts,
  }
}
