import { testService } from '@latchkey/testkit/contract'
import { describe, expect, it } from 'vitest'
import { checkFacts } from './facts.check.ts'
import { facts } from './youtube.facts.ts'
import { embedUrl, idPattern, youtube } from './youtube.ts'

const make = () => youtube({ needs: 'video' })

testService('youtube', { make, globals: [] })
checkFacts(facts, make())

describe('youtube', () => {
  it('authorises both hosts that serve the player', () => {
    expect(make().hosts).toEqual(expect.arrayContaining(['www.youtube.com', 'www.youtube-nocookie.com']))
  })

  it('does not list hosts that other services on the page may need', () => {
    expect(make().hosts).not.toContain('www.google.com')
  })

  it('names the host that leaves out personalisation', () => {
    expect(embedUrl('aqz-KE-bpKQ')).toBe('https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ')
  })

  it('keeps an id inside its place in the address', () => {
    expect(embedUrl('../x?y')).toBe('https://www.youtube-nocookie.com/embed/..%2Fx%3Fy')
  })

  it.each([
    ['aqz-KE-bpKQ', true],
    ['PLxxxxxxxxxxxxxxxx', false],
    ['', false],
    ['aqz-KE-bpK/', false],
  ])('takes %j for an id: %s', (value, fits) => expect(idPattern.test(value)).toBe(fits))
})
