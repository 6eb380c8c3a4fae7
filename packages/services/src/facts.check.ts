import type { Service } from '@latchkey/browser'
import type { ServiceFacts } from '@latchkey/core'
import { describe, expect, it } from 'vitest'

/** For tests: what shoppers are told is complete, and agrees with what the service's code does. */
export function checkFacts(facts: ServiceFacts, service: Service): void {
  describe(`${service.id}'s facts`, () => {
    it('are about this service', () => expect(facts.id).toBe(service.id))

    it('name every host that its code lists', () => {
      for (const host of service.hosts ?? []) expect(facts.hosts).toContain(host)
    })

    it('name exactly the first-party keys that its code purges', () => {
      const told = facts.keys
        .filter(({ thirdParty }) => !thirdParty)
        .map(({ kind, name }) => `${kind} ${name}`)
      expect(told).toEqual((service.keys ?? []).map(({ kind, name }) => `${kind} ${name}`))
    })

    it('say who, where to and for how long (LR-11, LR-25)', () => {
      expect(facts.company).not.toBe('')
      expect(facts.countries.length).toBeGreaterThan(0)
      for (const country of facts.countries) expect(country).toMatch(/^[A-Z]{2}$/)
      for (const { days } of facts.keys) expect(days).toBeGreaterThanOrEqual(0)
      for (const url of [facts.privacyUrl, facts.docsUrl]) expect(new URL(url).protocol).toBe('https:')
    })

    it('can be traced and dated', () => {
      expect(facts.sources.length).toBeGreaterThan(0)
      for (const source of facts.sources) expect(new URL(source).protocol).toBe('https:')
      expect(facts.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    })
  })
}
