import { noContent, pageScript, pathOf, script, type Vendor } from './vendor.ts'

/**
 * The tag: queues `start` with the project's settings in front of what waits, and fetches the recorder. Asked for
 * twice, it starts nothing.
 */
const tag = `function (window, id, insert) {
  if (!window.clarity) window.clarity = function () { (window.clarity.q = window.clarity.q || []).push(arguments) }
  var clarity = window.clarity
  if (clarity.v || clarity.t) { clarity('event', 'dup.' + id); return }
  clarity.t = true
  clarity('start', { projectId: id, upload: 'https://k.clarity.ms/collect' })
  clarity.q.unshift(clarity.q.pop())
  insert('https://scripts.clarity.ms/0.8.42/clarity.js')
}`

/**
 * The recorder, after https://github.com/microsoft/clarity: `stop` puts a queue back that wakes at the next `start`;
 * a denied `consentv2` deletes the cookies, stops, and starts again 250 ms later without cookies; calls while
 * stopped have no effect; Google's consent state is listened to; nothing runs under Global Privacy Control.
 */
const recorder = `function (window) {
  var document = window.document, tags = {}, config = null, active = false, timer = 0, cookies = true, sequence = 0
  function erase(name) { document.cookie = name + '=; path=/; max-age=0' }
  function upload(event) {
    sequence += 1
    window.navigator.sendBeacon(config.upload, JSON.stringify({ p: config.projectId, s: sequence, c: cookies ? 1 : 0, e: event, v: tags }))
    tags = {}
  }
  function pressed() { if (active) upload() }
  function identify() {
    if (!cookies) return
    document.cookie = '_clck=' + config.projectId + '.1.' + Date.now() + '; path=/; max-age=31536000'
    document.cookie = '_clsk=s.' + Date.now() + '; path=/; max-age=86400'
    window.sessionStorage.setItem('_cltk', 'tab')
  }
  var clarity = {
    start: function (settings) {
      if (active || window.navigator.globalPrivacyControl === true) return
      if (settings) config = settings
      if (!config) return
      active = true
      identify()
      upload()
      timer = window.setInterval(function () { upload() }, 1000)
      document.addEventListener('click', pressed)
      if (settings === null) wire()
    },
    stop: function () {
      if (!active) return
      active = false
      window.clearInterval(timer)
      document.removeEventListener('click', pressed)
      window.clarity = function () {
        var queue = window.clarity.q = window.clarity.q || []
        queue.push(arguments)
        if (arguments[0] === 'start') { queue.unshift(queue.pop()); wire() }
      }
    },
    consentv2: function (state) {
      if (!active) return
      var granted = !!state && String(state.analytics_Storage).toLowerCase() === 'granted'
      if (granted) { cookies = true; identify(); return }
      cookies = false
      erase('_clck')
      erase('_clsk')
      clarity.stop()
      window.setTimeout(function () { clarity.start(null) }, 250)
    },
    event: function (name) { if (active) upload(name) },
    set: function (name, value) { if (active) tags[name] = (tags[name] || []).concat(value) },
    identify: function () { if (active) upload() },
  }
  function wire() {
    if (window.clarity && window.clarity.v) { window.console.warn('Error CL001: Multiple Clarity tags detected.'); return }
    var queue = (window.clarity && window.clarity.q) || []
    window.clarity = function (method) {
      return clarity[method] && clarity[method].apply(null, Array.prototype.slice.call(arguments, 1))
    }
    window.clarity.v = '0.8.42'
    while (queue.length) window.clarity.apply(null, queue.shift())
  }
  wire()
  var google = window.google_tag_data && window.google_tag_data.ics
  if (google) google.addListener(['ad_storage', 'analytics_storage'], function () {
    var word = function (type) { return google.getConsentState(type) === 1 ? 'granted' : 'denied' }
    clarity.consentv2({ ad_Storage: word('ad_storage'), analytics_Storage: word('analytics_storage') })
  })
}`

export const clarityScript = (id: string): string => pageScript(tag, id)

/** Microsoft Clarity. */
export const clarityVendor: Vendor = {
  id: 'clarity',
  hosts: ['www.clarity.ms', 'scripts.clarity.ms', '*.clarity.ms', 'c.bing.com'],
  answer(request) {
    const path = pathOf(request)
    if (path.startsWith('/tag/')) return script(clarityScript(path.slice('/tag/'.length)))
    if (path.endsWith('/clarity.js')) return script(pageScript(recorder, ''))
    if (path === '/collect')
      return noContent(['CLID=emulated; Domain=.clarity.ms; Path=/; Max-Age=31536000; Secure; SameSite=None'])
    return undefined
  },
}
