import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { checkConfig } from './check-config.ts'
import { readConfig } from './config.ts'
import { readSettings } from './settings.ts'

const SOUND = { controller: 'Linden Ltd', privacy: '/privacy', analytics: 'ga4:G-LINDEN0AK1' }

function read(tag: HTMLElement) {
  const { config, odd } = readConfig(document, tag)
  const { purposes, services } = config
  return { config: { ...readSettings(config), purposes, services }, odd }
}

/** A script tag with `data-*` attributes, and the JSON beside it. */
function setUp(attributes: Readonly<Record<string, string>>, json?: unknown) {
  const tag = document.createElement('script')
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(`data-${name}`, value)
  document.head.replaceChildren()
  if (json !== undefined) {
    const script = document.createElement('script')
    script.type = 'application/json'
    script.id = 'latchkey-config'
    script.textContent = typeof json === 'string' ? json : JSON.stringify(json)
    document.head.append(script)
  }
  const problems = checkConfig(document, tag, catalogue)
  return { ...read(tag), problems, codes: problems.map(({ code }) => code) }
}

describe('a set-up without mistakes', () => {
  it('by attributes alone is read, and loads no code for sentences', () => {
    const { config, odd, codes } = setUp({
      ...SOUND,
      marketing: 'meta-pixel:123456789012345, gtm:GTM-ABC123',
      chat: 'intercom:abcd1234',
      records: '/latchkey',
      'trust-markup': 'true',
    })
    expect([odd, codes]).toEqual([false, []])
    expect(config).toMatchObject({
      controller: 'Linden Ltd',
      privacy: '/privacy',
      records: '/latchkey',
      region: '',
      trustMarkup: true,
    })
    expect(config.purposes.map(({ id, ask }) => [id, ask])).toEqual([
      ['analytics', 'first'],
      ['marketing', 'first'],
      ['chat', 'on-use'],
    ])
    expect(config.services.map(({ service, id, needs }) => [service, id, needs])).toEqual([
      ['ga4', 'G-LINDEN0AK1', 'analytics'],
      ['meta-pixel', '123456789012345', 'marketing'],
      ['gtm', 'GTM-ABC123', 'marketing'],
      ['intercom', 'abcd1234', 'chat'],
    ])
    expect(config.rules).toEqual({ sale: ['analytics', 'marketing'] })
  })

  it('by JSON alone, with options and purposes of the site’s own', () => {
    const { config, odd, codes } = setUp(
      {},
      {
        $schema: 'https://latchkey.example/schema.json',
        controller: 'Linden Ltd',
        privacy: '/privacy',
        origins: ['https://cdn.example'],
        chat: { ai: true },
        rules: { sale: [] },
        purposes: {
          heatmaps: {
            services: [{ service: 'ga4', id: 'G-LINDEN0AK1', config: { send_page_view: false } }],
            title: 'Maps',
          },
          cart: { necessary: true },
          sizing: { ask: 'on-use', revision: '2' },
        },
      },
    )
    expect([odd, codes]).toEqual([false, []])
    expect(config).toMatchObject({
      origins: ['https://cdn.example'],
      chat: { ai: true },
      rules: { sale: [] },
    })
    expect(config.services[0]?.options.config).toEqual({ send_page_view: false })
    expect(config.purposes.map(({ id, ask, necessary }) => [id, ask, necessary])).toEqual([
      ['heatmaps', 'first', false],
      ['cart', 'first', true],
      ['sizing', 'on-use', false],
    ])
    expect(config.purposes[2]?.revision).toBe('2')
  })

  it('asks again when the services of a purpose change, and not when their order or ids do (LR-10)', () => {
    const revision = (analytics: string) => setUp({ ...SOUND, analytics }).config.purposes[0]?.revision
    const first = revision('ga4:G-LINDEN0AK1, clarity:abcde12345')
    expect(revision('clarity:abcde12345, ga4:G-OTHER0AK12')).toBe(first)
    expect(revision('ga4:G-LINDEN0AK1')).not.toBe(first)
    expect(first).toMatch(/^[\w-]{1,16}$/)
  })

  it('lets the JSON win', () => {
    const { config, codes } = setUp(
      { ...SOUND, region: 'DE' },
      { region: 'CH', purposes: { analytics: 'clarity:abcde12345' } },
    )
    expect(config.region).toBe('CH')
    expect(config.services.map(({ service }) => service)).toEqual(['clarity'])
    expect(codes).toEqual(['C106', 'C106'])
  })
})

describe('a mistake', () => {
  it.each<[string, Readonly<Record<string, string>>, unknown, readonly string[]]>([
    ['no controller', { privacy: '/p', analytics: 'ga4:G-LINDEN0AK1' }, undefined, ['C101']],
    ['no privacy policy', { controller: 'x', analytics: 'ga4:G-LINDEN0AK1' }, undefined, ['C113']],
    ['no purpose', { controller: 'x', privacy: '/p' }, undefined, ['C111']],
    ['an unknown service', { ...SOUND, marketing: 'metapixel:1' }, undefined, ['C102']],
    [
      'a service named like a built-in',
      { ...SOUND, marketing: 'constructor:1, __proto__:1' },
      undefined,
      ['C102', 'C102'],
    ],
    ['a malformed id', { ...SOUND, marketing: 'ga4:UA-1234-1' }, undefined, ['C103']],
    ['an id where none is taken', { ...SOUND, video: 'youtube:x' }, undefined, ['C103']],
    ['an unknown attribute', { ...SOUND, anaytics: 'x' }, undefined, ['C104']],
    ['an unknown key', SOUND, { analitics: 'x' }, ['C104']],
    ['a purpose beside the purposes', SOUND, { marketing: 'gtm:GTM-ABC123' }, ['C104']],
    [
      'a key of the prototype',
      SOUND,
      '{"__proto__": {"trustMarkup": true}, "constructor": 1}',
      ['C104', 'C104'],
    ],
    ['broken JSON', SOUND, '{', ['C105']],
    ['JSON that is no object', SOUND, '[]', ['C105']],
    ['a purpose set twice', SOUND, { purposes: { analytics: 'clarity:abcde12345' } }, ['C106']],
    ['two values for one setting', { ...SOUND, lang: 'de' }, { lang: 'en' }, ['C106']],
    ['a text of another kind', SOUND, { records: 5 }, ['C107']],
    ['a switch of another kind', SOUND, { trustMarkup: 'yes' }, ['C107']],
    ['a list of another kind', SOUND, { origins: 'https://cdn.example' }, ['C107']],
    ['an object of another kind', SOUND, { chat: null, rules: [], purposes: 'x' }, ['C107', 'C107', 'C107']],
    [
      'a purpose id that no record could carry',
      SOUND,
      { purposes: { 'My Purpose': 'ga4:G-LINDEN0AK1' } },
      ['C107'],
    ],
    [
      'a service that is no text',
      SOUND,
      { purposes: { video: { services: [5, ['youtube']] } } },
      ['C107', 'C107'],
    ],
  ])('%s is seen by both', (_, attributes, json, codes) => {
    const set = setUp(attributes, json)
    expect(set.codes).toEqual(codes)
    expect(set.odd).toBe(true)
  })

  it('in the controller’s name lets no service start (LR-11)', () => {
    expect(setUp({ ...SOUND, controller: '' }).config.services).toEqual([])
    expect(setUp(SOUND, { controller: 5 }).config.services).toEqual([])
  })

  it('trusts no markup but by an empty or true value', () => {
    for (const value of ['false', '0', 'no'])
      expect(setUp({ ...SOUND, 'trust-markup': value }).config.trustMarkup).toBe(false)
    expect(setUp(SOUND, { trustMarkup: 'yes' }).config.trustMarkup).toBe(false)
    expect(setUp(SOUND, { trustMarkup: 1 }).config.trustMarkup).toBe(false)
    // happy-dom's `dataset` leaves empty attributes out.
    document.head.replaceChildren()
    const tag = { dataset: { trustMarkup: '' } } as unknown as HTMLElement
    expect(read(tag).config.trustMarkup).toBe(true)
  })

  it('of the page’s, a polluted prototype, sets nothing up (B6)', () => {
    const polluted = {
      purposes: { marketing: 'gtm:GTM-ABC123' },
      trustMarkup: true,
      controller: 'Evil',
      services: 'gtm:GTM-ABC123',
    }
    for (const [key, value] of Object.entries(polluted))
      Object.defineProperty(Object.prototype, key, { value, configurable: true })
    try {
      const { config } = setUp({ privacy: '/p', analytics: 'ga4:G-LINDEN0AK1' }, { purposes: { heat: {} } })
      expect(config.controller).toBe('')
      expect(config.trustMarkup).toBe(false)
      expect(config.services).toEqual([])
      expect(config.purposes.map(({ id }) => id)).toEqual(['analytics', 'heat'])
      const named = setUp(SOUND, { purposes: { heat: {} } }).config.services
      expect(named.map(({ service }) => service)).toEqual(['ga4'])
    } finally {
      for (const key of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, key)
    }
  })

  it('of another element with the same id is not ours (B5)', () => {
    const form = document.createElement('form')
    form.id = 'latchkey-config'
    form.textContent = '{"trustMarkup": true}'
    document.body.append(form)
    expect(setUp(SOUND)).toMatchObject({ odd: false, config: { trustMarkup: false } })
    form.remove()
  })
})

describe('whatever is written', () => {
  const service = fc.constantFrom(
    'ga4:G-LINDEN0AK1',
    'ga4',
    'ga4:x',
    'youtube',
    'youtube:',
    'youtube:x',
    'nosuch:1',
    'toString',
    ':',
    '',
    ' , ',
  )
  const scalar = fc.oneof(
    service,
    fc.constantFrom('', 'true', 'Linden Ltd', '/privacy', null, 0, 5, true, false),
  )
  const entry = fc.oneof(
    scalar,
    fc.record({ service: fc.oneof(service, scalar), id: scalar }, { requiredKeys: [] }),
    fc.array(scalar, { maxLength: 2 }),
  )
  const list = fc.oneof(entry, fc.array(entry, { maxLength: 3 }))
  const name = fc.constantFrom(
    ...[
      'controller',
      'privacy',
      'lang',
      'trustMarkup',
      'purposes',
      'origins',
      'chat',
      'rules',
      '$schema',
      'analytics',
      'chatMarketing',
    ],
    ...['__proto__', 'constructor', 'toString', 'nosuch'],
  )
  const id = fc.constantFrom(
    'analytics',
    'marketing',
    'chat',
    'heat-maps',
    'Bad Id',
    '__proto__',
    'constructor',
    '',
  )
  const detail = fc.oneof(
    list,
    fc.record({ services: list, ask: scalar, revision: scalar }, { requiredKeys: [] }),
  )
  const pairs = <T>(keys: fc.Arbitrary<string>, values: fc.Arbitrary<T>) =>
    fc.array(fc.tuple(keys, values), { maxLength: 5 }).map((all) => {
      // Written as text, so that `__proto__` is a key like any other.
      const unique = new Map(
        all.map(([key, value]) => [key, `${JSON.stringify(key)}:${JSON.stringify(value)}`]),
      )
      return `{${[...unique.values()].join()}}`
    })
  const json = fc.oneof(
    { weight: 6, arbitrary: pairs(name, fc.oneof(list, fc.constant({}))) },
    { weight: 6, arbitrary: pairs(id, detail).map((purposes) => `{"purposes":${purposes}}`) },
    { weight: 1, arbitrary: fc.constantFrom('{', '5', 'null', '[]', '') },
  )
  const attribute = fc.constantFrom(
    ...[
      'controller',
      'privacy',
      'lang',
      'trust-markup',
      'origins',
      'purposes',
      'analytics',
      'chat',
      'chat-marketing',
    ],
    ...['constructor', 'to-string', 'nosuch', '__proto__'],
  )
  const attributes = fc.dictionary(attribute, fc.oneof(service, fc.constantFrom('Linden Ltd', '/privacy')), {
    maxKeys: 4,
  })

  it('the config is odd exactly where the check has something to say, and only known services are loaded (A1, B6)', () => {
    let sound = 0
    fc.assert(
      fc.property(fc.boolean(), attributes, fc.option(json, { nil: undefined }), (base, extra, text) => {
        const { config, odd, problems } = setUp({ ...(base ? SOUND : {}), ...extra }, text)
        expect(odd).toBe(problems.length > 0)
        if (!odd) sound += 1
        for (const { service, id } of config.services) {
          expect(Object.hasOwn(catalogue, service)).toBe(true)
          expect(catalogue[service]?.pattern.test(id)).toBe(true)
        }
        if (!config.controller) expect(config.services).toEqual([])
      }),
      { numRuns: 400 },
    )
    expect(sound).toBeGreaterThan(5)
  }, 20_000)
})
