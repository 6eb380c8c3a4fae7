import { noContent, pageScript, pathOf, queryOf, script, type Vendor } from './vendor.ts'

/**
 * What gtag.js does with Consent Mode and `ga-disable`, as documented at
 * https://developers.google.com/tag-platform/security/guides/consent: a type never set counts as granted; while
 * denied nothing is stored but cookieless pings are sent (so that a service that loads too early is seen); an update
 * to granted stores from then on; `ga-disable-<id>` silences everything.
 */
const gtag = `function (window, id) {
  var document = window.document, layer = window.dataLayer = window.dataLayer || []
  var loaded = window.google_tag_manager = window.google_tag_manager || {}
  if (loaded[id]) return
  loaded[id] = true
  var consent = {}, heard = [], early = [], configured = false, client = '', page = String(Math.random()).slice(2, 12)
  var data = window.google_tag_data = window.google_tag_data || {}
  data.ics = { usedUpdate: false,
    addListener: function (types, listener) { heard.push(listener) },
    getConsentState: function (type) { return consent[type] === 'denied' ? 2 : 1 } }
  function may(type) { return consent[type] !== 'denied' }
  function cookie(name, value) {
    var labels = window.location.hostname.split('.')
    for (var n = 2; n <= labels.length; n++) {
      document.cookie = name + '=' + value + '; path=/; max-age=63072000; domain=' + labels.slice(-n).join('.')
      if (document.cookie.indexOf(name + '=') >= 0) return
    }
    document.cookie = name + '=' + value + '; path=/; max-age=63072000'
  }
  function store() {
    if (!may('analytics_storage') || window['ga-disable-' + id]) return
    var kept = /(?:^|; )_ga=GA1\\.1\\.([0-9.]+)/.exec(document.cookie)
    client = kept ? kept[1] : client || Math.floor(Math.random() * 2e9) + '.' + Math.floor(Date.now() / 1000)
    cookie('_ga', 'GA1.1.' + client)
    cookie('_ga_' + id.slice(2), 'GS2.1.s' + Math.floor(Date.now() / 1000) + '$o1$g0')
  }
  function collect(name, beacon, more) {
    if (window['ga-disable-' + id]) return
    store()
    var url = 'https://region1.google-analytics.com/g/collect?v=2&tid=' + id + '&_p=' + page +
      '&gcs=G1' + (may('ad_storage') ? 1 : 0) + (may('analytics_storage') ? 1 : 0) +
      '&cid=' + (may('analytics_storage') ? client : page + '.0') +
      '&en=' + encodeURIComponent(name) + '&dl=' + encodeURIComponent(more && more.page_location || window.location.href)
    for (var key in more) {
      if (key === 'page_location' || key === 'send_to') continue
      url += '&' + (typeof more[key] === 'number' ? 'epn.' : 'ep.') + key + '=' + encodeURIComponent(more[key])
    }
    if (beacon) window.navigator.sendBeacon(url)
    else window.fetch(url, { method: 'POST', mode: 'no-cors', keepalive: true })
  }
  function handle(entry) {
    var command = entry && entry[0]
    if (Object.prototype.toString.call(entry) !== '[object Arguments]') return
    if (command === 'consent') {
      for (var type in entry[2]) consent[type] = entry[2][type]
      if (entry[1] === 'update') {
        data.ics.usedUpdate = true
        if (configured) store()
        heard.forEach(function (listener) { listener() })
      }
    }
    if (command === 'config' && entry[1] === id) {
      configured = true
      if (!entry[2] || entry[2].send_page_view !== false) collect('page_view')
      early.splice(0).forEach(handle)
    }
    if (command === 'event') {
      if (configured) collect(entry[1], entry[1] !== 'page_view', entry[2])
      else early.push(entry)
    }
  }
  layer.slice().forEach(handle)
  var push = layer.push
  layer.push = function () {
    var length = push.apply(layer, arguments)
    Array.prototype.forEach.call(arguments, handle)
    return length
  }
  document.addEventListener('visibilitychange', function () {
    if (configured && document.visibilityState === 'hidden') collect('user_engagement', true)
  })
  var pushState = window.history.pushState
  window.history.pushState = function () {
    pushState.apply(window.history, arguments)
    if (configured) collect('page_view')
  }
}`

/** A container that holds a Google tag with consent checks, and one of another company without. */
const container = `function (window, id, insert) {
  var layer = window.dataLayer = window.dataLayer || []
  var loaded = window.google_tag_manager = window.google_tag_manager || {}
  if (loaded[id]) return
  loaded[id] = { dataLayer: layer }
  var consent = {}
  function collect(name, time) {
    var gcs = 'G1' + (consent.ad_storage === 'denied' ? 0 : 1) + (consent.analytics_storage === 'denied' ? 0 : 1)
    window.fetch('https://www.google-analytics.com/g/collect?v=2&tid=G-INSIDEGTM&en=' + name + '&gcs=' + gcs +
      (time ? '&epn.event_time=' + time : ''),
      { method: 'POST', mode: 'no-cors', keepalive: true })
  }
  function handle(entry) {
    if (!entry) return
    if (entry[0] === 'consent' && Object.prototype.toString.call(entry) === '[object Arguments]') {
      for (var type in entry[2]) consent[type] = entry[2][type]
    }
    if (entry[0] === 'event' && consent.analytics_storage !== 'denied') collect(entry[1], entry[2] && entry[2].event_time)
    if (entry.event === 'gtm.js') {
      collect('page_view')
      insert('https://tag.acme-ads.example/tag.js')
    }
  }
  layer.slice().forEach(handle)
  var push = layer.push
  layer.push = function () {
    var length = push.apply(layer, arguments)
    Array.prototype.forEach.call(arguments, handle)
    return length
  }
}`

/** The other company's tag: it asks nobody. */
const acme = `function (window) {
  window.document.cookie = '_acme=1.' + Date.now() + '; path=/; max-age=31536000'
  window.fetch('https://tag.acme-ads.example/hit?u=' + encodeURIComponent(window.location.href), { mode: 'no-cors' })
}`

export const ga4Script = (id: string): string => pageScript(gtag, id)
export const gtmScript = (id: string): string => pageScript(container, id)

/** Google Analytics 4 and the Google tag. */
export const ga4Vendor: Vendor = {
  id: 'ga4',
  hosts: ['www.googletagmanager.com', 'www.google-analytics.com', 'region1.google-analytics.com'],
  answer(request) {
    if (pathOf(request) === '/gtag/js') return script(ga4Script(queryOf(request).get('id') ?? ''))
    if (pathOf(request).endsWith('/collect')) return noContent()
    return undefined
  },
}

/** Google Tag Manager with what its container loads. */
export const gtmVendor: Vendor = {
  id: 'gtm',
  hosts: ['www.googletagmanager.com', 'www.google-analytics.com', 'tag.acme-ads.example'],
  answer(request) {
    const path = pathOf(request)
    if (path === '/gtm.js') return script(gtmScript(queryOf(request).get('id') ?? ''))
    if (request.host === 'tag.acme-ads.example')
      return path === '/tag.js' ? script(pageScript(acme, '')) : noContent()
    return path.endsWith('/collect') ? noContent() : undefined
  },
}
