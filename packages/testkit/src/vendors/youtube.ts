import { html, noContent, pathOf, type Vendor } from './vendor.ts'

/** The embedded player's page: it fetches a poster and leaves YouTube's own cookies. */
export const youtubePage = (id: string): string =>
  `<!doctype html><html lang="en"><title>Video ${id}</title><body style="margin:0;background:#111">
<img alt="" src="https://i.ytimg.com/vi/${id}/hqdefault.jpg" width="480" height="360">
<script>fetch('/youtubei/v1/log_event', { method: 'POST', body: '{}' })</script></body></html>`

const lasting = 'Domain=.youtube.com; Path=/; Secure; HttpOnly; SameSite=None'

/** YouTube's embedded player. */
export const youtubeVendor: Vendor = {
  id: 'youtube',
  hosts: ['www.youtube.com', 'www.youtube-nocookie.com', 'i.ytimg.com'],
  answer(request) {
    const path = pathOf(request)
    if (request.host === 'i.ytimg.com')
      return {
        status: 200,
        headers: { 'content-type': 'image/svg+xml' },
        body: '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360"/></svg>',
      }
    const [, video] = /^\/embed\/([\w-]{11})$/.exec(path) ?? []
    if (video) {
      // The «no cookie» host sets none in the answer; the other one does.
      const cookies = [
        `VISITOR_INFO1_LIVE=emulated; Max-Age=15552000; ${lasting}`,
        `YSC=emulated; ${lasting}`,
      ]
      return html(youtubePage(video), request.host === 'www.youtube.com' ? cookies : [])
    }
    return path.startsWith('/youtubei/') ? noContent() : undefined
  },
}
