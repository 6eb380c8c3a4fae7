import type { PurgeableKey } from '@latchkey/browser'
import type { Purpose } from '@latchkey/core'
import type { RegimeOptions } from '@latchkey/regimes'
import type { ClarityOptions } from '@latchkey/services/clarity'
import type { ConsentType, Ga4Options } from '@latchkey/services/ga4'
import type { GtmOptions } from '@latchkey/services/gtm'
import type { IntercomOptions } from '@latchkey/services/intercom'
import type { MetaPixelOptions } from '@latchkey/services/meta-pixel'
import type { YoutubeOptions } from '@latchkey/services/youtube'
import { describe, expect, it } from 'vitest'
import schema from '../latchkey.schema.json' with { type: 'json' }
import { catalogue } from './catalogue.ts'
import { checkConfig } from './check-config.ts'
import { readConfig } from './config.ts'
import type { ChatConfig, LookConfig } from './settings.ts'
import { SETTINGS } from './vocabulary.ts'

/** The type checker holds these lists to the types; the tests hold the schema to the lists. */
const members = <T extends object>(all: Readonly<Record<keyof Required<T>, true>>) => Object.keys(all)
const CHAT = members<ChatConfig>({ ai: true, human: true, email: true, launcher: true })
const LOOK = members<LookConfig>({ theme: true, logo: true, note: true })
const RULES = members<RegimeOptions>({
  sale: true,
  optIn: true,
  analyticsOptOut: true,
  gpcAsRefusal: true,
  dntAsRefusal: true,
  trustGuess: true,
})
const PURPOSE = members<Omit<Purpose, 'id'> & { hosts: true }>({
  hosts: true,
  ask: true,
  necessary: true,
  revision: true,
})
const CONSENT = members<Record<ConsentType, true>>({
  ad_storage: true,
  ad_user_data: true,
  ad_personalization: true,
  analytics_storage: true,
  functionality_storage: true,
  personalization_storage: true,
})
const KINDS = members<Record<PurgeableKey['kind'], true>>({
  cookie: true,
  local: true,
  session: true,
  indexeddb: true,
  cache: true,
})

/** What each service is made with; which purpose it `needs` is said by where it stands. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  ga4: members<Ga4Options>({ id: true, needs: true, consent: true, config: true, keepEvents: true }),
  gtm: members<GtmOptions>({
    id: true,
    needs: true,
    consent: true,
    hosts: true,
    keys: true,
    keepEvents: true,
  }),
  'meta-pixel': members<MetaPixelOptions>({ id: true, needs: true, autoConfig: true, keepEvents: true }),
  clarity: members<ClarityOptions>({ id: true, needs: true, ads: true }),
  intercom: members<IntercomOptions>({ id: true, needs: true, open: true, settings: true, keepEvents: true }),
  youtube: members<YoutubeOptions>({ needs: true }),
}

const sorted = (list: Iterable<string>) => [...list].sort()
const { properties, $defs } = schema
const services = $defs.service.oneOf.map(({ properties }) => properties)
const [asList, asDetail] = $defs.purpose.anyOf
const [asText, , asArray] = $defs.services.anyOf

/** Of the script tag's services, some have no id. */
const takesNone = (pattern: RegExp) => pattern.test('')

/** A page whose configuration is `settings`. */
function page(settings: unknown): Document {
  const made = document.implementation.createHTMLDocument()
  const script = made.createElement('script')
  script.type = 'application/json'
  script.id = 'latchkey-config'
  script.textContent = JSON.stringify(settings)
  made.head.append(script)
  return made
}

describe('the schema of latchkey-config', () => {
  it('has every setting and nothing else', () => {
    expect(sorted(Object.keys(properties))).toEqual(sorted(Object.keys(SETTINGS)))
    expect(schema.additionalProperties).toBe(false)
  })

  it.each(Object.entries(SETTINGS))('has %s as a %s', (name, kind) => {
    const { type } = properties[name as keyof typeof properties] // that it is there is the test above
    expect(type === 'array' ? 'list' : type).toBe(kind)
  })

  it.each([
    ['chat', properties.chat.properties, CHAT],
    ['look', properties.look.properties, LOOK],
    ['rules', properties.rules.properties, RULES],
    ['a purpose', asDetail?.properties ?? {}, [...PURPOSE, 'services', 'title', 'text']],
    ['consent', $defs.consentMode.properties, CONSENT],
  ])('has every member of %s and nothing else', (_, found, expected) => {
    expect(sorted(Object.keys(found))).toEqual(sorted(expected))
  })

  it('has every kind of key', () => expect(sorted($defs.key.properties.kind.enum)).toEqual(sorted(KINDS)))

  it('has every service', () => {
    expect(sorted(services.map(({ service }) => service.const))).toEqual(sorted(Object.keys(catalogue)))
  })

  it.each(services.map((found) => [found.service.const, found] as const))(
    'has every option of %s and nothing else',
    (name, found) => {
      const options = OPTIONS[name]?.filter((option) => option !== 'needs') ?? []
      expect(sorted(Object.keys(found))).toEqual(sorted(['service', ...options]))
    },
  )

  it('takes for keepEvents a yes, a no, or a number from one', () => {
    const { type, minimum } = $defs.keepEvents
    expect([type, minimum]).toEqual([['boolean', 'integer'], 1])
  })

  it.each(Object.entries(catalogue))('takes the ids of %s that its service takes', (name, { pattern }) => {
    const found = services.find(({ service }) => service.const === name)
    expect(found && 'id' in found ? found.id?.pattern : null).toBe(takesNone(pattern) ? null : pattern.source)
  })

  it('takes the same ids in texts', () => {
    const word = Object.entries(catalogue)
      .map(([name, { pattern }]) => (takesNone(pattern) ? name : `${name}:${pattern.source.slice(1, -1)}`))
      .join('|')
    expect(asArray?.items?.anyOf[0]?.pattern).toBe(`^(?:${word})$`)
    expect(asText?.pattern).toBe(`^\\s*(?:${word})\\s*(?:,\\s*(?:${word})\\s*)*$`)
    expect(asList?.$ref).toBe('#/$defs/services')
  })

  it.each([
    ['ga4:G-LINDEN0AK1', true],
    ['ga4:G-LINDEN0AK1, youtube ,clarity:abcdefghij', true],
    ['ga4:UA-1234', false],
    ['youtube:aqz-KE-bpKQ', false],
    ['hotjar:1', false],
  ])('takes %j for services of a purpose, %s, as the script tag does', (text, taken) => {
    expect(new RegExp(asText?.pattern ?? '').test(text)).toBe(taken)
    const codes = checkConfig(page({ purposes: { video: text } }), null, catalogue).map(({ code }) => code)
    expect(codes.includes('C102') || codes.includes('C103')).toBe(!taken)
  })

  it.each(['a', 'x'.repeat(32), 'x'.repeat(33), 'Analytics', ''])(
    'takes %j for a purpose if the script tag does',
    (id) => {
      const codes = checkConfig(page({ purposes: { [id]: 'youtube' } }), null, catalogue).map(
        ({ code }) => code,
      )
      expect(new RegExp($defs.purposeId.pattern).test(id)).toBe(!codes.includes('C107'))
    },
  )

  it('shows an example that the script tag takes as it is', () => {
    const [example] = schema.examples
    expect(checkConfig(page(example), null, catalogue)).toEqual([])
    const { config, odd } = readConfig(page(example), null)
    expect(odd).toBe(false)
    expect(config.services.map(({ service }) => service)).toEqual([
      'ga4',
      'clarity',
      'meta-pixel',
      'gtm',
      'youtube',
      'intercom',
    ])
  })
})
