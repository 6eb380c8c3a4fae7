import { describe, expect, it } from 'vitest'
import { safeImage, safeLink } from './links.ts'

describe('safeLink', () => {
  it.each([
    'https://a.example/',
    'http://a.example',
    '/privacy',
    'privacy.html?x#y',
    '#top',
    'mailto:a@b.example',
    'tel:+49',
  ])('keeps %s', (href) => expect(safeLink(href)).toBe(href))

  it.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'blob:https://a.example/1',
    'vbscript:x',
    'https://',
    '',
    null,
    undefined,
  ])('drops %j (B2)', (href) => expect(safeLink(href)).toBeNull())
})

describe('safeImage', () => {
  it.each(['https://cdn.example/logo.svg', 'http://a.example/x.png', '/logo.svg', 'logo.svg'])(
    'keeps %s',
    (src) => expect(safeImage(src)).toBe(src),
  )

  it.each([
    'data:image/svg+xml,x',
    'blob:https://a.example/1',
    'javascript:1',
    'mailto:a@b.example',
    '',
    undefined,
  ])('drops %j (B2)', (src) => expect(safeImage(src)).toBeNull())
})
