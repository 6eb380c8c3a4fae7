import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { selfSigned } from './certificate.ts'

const NOW = Date.UTC(2026, 10, 21, 12, 34, 56)

test('makes a certificate that its own key signed and that holds now', () => {
  const { key, cert } = selfSigned(NOW)
  const certificate = new X509Certificate(cert)
  expect(certificate.subject).toBe('CN=latchkey test')
  expect(certificate.verify(createPublicKey(createPrivateKey(key)))).toBe(true)
  expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true)
  expect(Date.parse(certificate.validFrom)).toBe(NOW - 86_400_000)
  expect(Date.parse(certificate.validTo)).toBe(NOW + 7 * 86_400_000)
})
