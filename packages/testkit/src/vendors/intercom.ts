import { noContent, pageScript, pathOf, script, type Vendor } from './vendor.ts'

/**
 * What the messenger does: boots from `intercomSettings`, sets its cookies, asks its API and asks again every now and
 * then, draws a launcher and a frame, and ends the session on `shutdown`
 * (https://www.intercom.com/help/en/articles/16845-how-do-i-end-a-session). As with the real one, `id` and `device`
 * cookies outlive `shutdown`.
 */
const widget = `function (window, id) {
  var document = window.document, booted = null, timer = 0, waiting = (window.Intercom && window.Intercom.q) || []
  function cookie(name, age) {
    document.cookie = 'intercom-' + name + '-' + booted.app_id + '=' + Math.random().toString(36).slice(2) + '; path=/; max-age=' + age
  }
  function ping(event, metadata) {
    window.fetch((booted.api_base || 'https://api-iam.intercom.io') + '/messenger/web/ping',
      { method: 'POST', body: JSON.stringify({ app_id: booted.app_id, event: event, metadata: metadata }) })
  }
  function draw(tag, name, kind) {
    var element = document.createElement(tag)
    if (kind === 'class') element.className = name
    else element.id = name
    document.body.appendChild(element)
    return element
  }
  var intercom = {
    boot: function (settings) {
      if (booted || !settings || !settings.app_id) return
      booted = settings
      cookie('id', 23328000)
      cookie('session', 604800)
      cookie('device-id', 23328000)
      window.localStorage.setItem('intercom.intercom-state-' + booted.app_id, '{}')
      draw('iframe', 'intercom-frame')
      draw('div', 'intercom-lightweight-app', 'class').setAttribute('aria-label', 'Open Intercom Messenger')
      ping()
      timer = window.setInterval(function () { ping() }, 30000)
    },
    shutdown: function () {
      if (!booted) return
      window.clearInterval(timer)
      document.cookie = 'intercom-session-' + booted.app_id + '=; path=/; max-age=0'
      booted = null
    },
    show: function () { if (booted) { draw('div', 'intercom-container'); ping() } },
    update: function () { if (booted) ping() },
    trackEvent: function (name, metadata) { if (booted) ping(name, metadata) },
  }
  window.Intercom = function (method) {
    return intercom[method] && intercom[method].apply(null, Array.prototype.slice.call(arguments, 1))
  }
  window.Intercom.booted = true
  if (window.intercomSettings) intercom.boot(window.intercomSettings)
  waiting.splice(0).forEach(function (entry) { window.Intercom.apply(null, entry) })
}`

export const intercomScript = (id: string): string => pageScript(widget, id)

/** Intercom Messenger. */
export const intercomVendor: Vendor = {
  id: 'intercom',
  hosts: [
    'widget.intercom.io',
    'js.intercomcdn.com',
    'api-iam.intercom.io',
    'api-iam.eu.intercom.io',
    'api-iam.au.intercom.io',
  ],
  answer(request) {
    const path = pathOf(request)
    if (path.startsWith('/widget/')) return script(intercomScript(path.slice('/widget/'.length)))
    if (request.host.startsWith('api-iam.')) return noContent()
    return undefined
  },
}
