import { describe, expect, it } from 'vitest'
import { covers, hostOf, watchLink } from './hosts.ts'

describe('hostOf', () => {
  it.each([
    ['https://www.youtube.com/embed/x', 'youtube.com'],
    ['//maps.example/x', 'maps.example'],
    ['/own/page', null],
    ['javascript:1', null],
    ['https://', null],
  ])('reads %s as %s', (src, host) => expect(hostOf(src)).toBe(host))
})

describe('covers', () => {
  it.each([
    ['*.youtube.com', 'youtube.com', true],
    ['*.youtube.com', 'm.youtube.com', true],
    ['www.youtube.com', 'youtube.com', true],
    ['youtube.com', 'm.youtube.com', false],
    ['*.youtube.com', 'notyoutube.com', false],
  ])('says whether %s covers %s', (pattern, host, is) => expect(covers(pattern, host)).toBe(is))
})

describe('watchLink', () => {
  it.each([
    ['https://www.youtube-nocookie.com/embed/abc-D_1?rel=0', 'https://www.youtube.com/watch?v=abc-D_1'],
    ['https://player.vimeo.com/video/123', 'https://vimeo.com/123'],
    ['https://maps.example/embed/x', 'https://maps.example/embed/x'],
    ['/own/video', null],
    ['javascript:alert(1)', null],
  ])('leads from %s to %s', (src, href) => expect(watchLink(src)).toBe(href))
})
