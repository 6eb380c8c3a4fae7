import { noContent, pageScript, pathOf, script, type Vendor } from './vendor.ts'

/**
 * What fbevents.js does: takes over the queue of `fbq`, sets `_fbp` (and `_fbc` from a click id) once a pixel is
 * known and consent is not revoked, sends events to /tr, keeps events while revoked and sends them after a later
 * grant (https://developers.facebook.com/docs/meta-pixel/implementation/gdpr), and reports presses by itself
 * unless `autoConfig` is off.
 */
const fbevents = `function (window, id, insert) {
  var document = window.document, fbq = window.fbq
  if (!fbq || fbq.callMethod) return
  var granted = true, pixels = [], held = [], automatic = {}
  function cookie(name, value) { document.cookie = name + '=fb.1.' + Date.now() + '.' + value + '; path=/; max-age=7776000' }
  function has(name) { return document.cookie.indexOf(name + '=') >= 0 }
  function identify() {
    if (!granted || !pixels.length) return
    if (!has('_fbp')) cookie('_fbp', Math.floor(Math.random() * 1e10))
    var click = new URLSearchParams(window.location.search).get('fbclid')
    if (click && !has('_fbc')) cookie('_fbc', click)
  }
  function track(pixel, event, more) {
    if (!granted) { held.push([pixel, event, more]); return }
    identify()
    var custom = ''
    for (var key in more) custom += '&cd[' + key + ']=' + encodeURIComponent(more[key])
    new window.Image().src = 'https://www.facebook.com/tr/?id=' + pixel + '&ev=' + encodeURIComponent(event) +
      '&dl=' + encodeURIComponent(window.location.href) + '&ts=' + Date.now() + custom
  }
  var methods = {
    consent: function (what) {
      granted = what !== 'revoke'
      if (!granted) return
      identify()
      held.splice(0).forEach(function (one) { track(one[0], one[1], one[2]) })
    },
    set: function (what, value, pixel) { if (what === 'autoConfig') automatic[pixel] = value },
    init: function (pixel) {
      if (pixels.indexOf(pixel) >= 0) { window.console.warn('[Meta Pixel] - Duplicate Pixel ID: ' + pixel); return }
      pixels.push(pixel)
      identify()
      insert('https://connect.facebook.net/signals/config/' + pixel)
    },
    track: function (event, more) { pixels.forEach(function (pixel) { track(pixel, event, more) }) },
    trackCustom: function (event, more) { pixels.forEach(function (pixel) { track(pixel, event, more) }) },
    trackSingle: track,
    trackSingleCustom: track,
  }
  fbq.callMethod = function (method) {
    var run = methods[method]
    if (run) run.apply(null, Array.prototype.slice.call(arguments, 1))
  }
  fbq.queue.splice(0).forEach(function (entry) { fbq.callMethod.apply(fbq, entry) })
  document.addEventListener('click', function () {
    pixels.forEach(function (pixel) { if (automatic[pixel] !== false) track(pixel, 'SubscribedButtonClick') })
  })
}`

export const metaPixelScript = (id: string): string => pageScript(fbevents, id)

/** Meta Pixel. Its own cookie comes with the answer to /tr, on facebook.com. */
export const metaPixelVendor: Vendor = {
  id: 'meta-pixel',
  hosts: ['connect.facebook.net', 'www.facebook.com'],
  answer(request) {
    const path = pathOf(request)
    if (path.endsWith('/fbevents.js')) return script(metaPixelScript(''))
    if (path.startsWith('/signals/config/')) return script('')
    if (request.host === 'www.facebook.com' && path.startsWith('/tr'))
      return noContent([
        'fr=0emulated; Domain=.facebook.com; Path=/; Max-Age=7776000; Secure; HttpOnly; SameSite=None',
      ])
    return undefined
  },
}
