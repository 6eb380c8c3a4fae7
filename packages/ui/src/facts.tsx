/** @jsxRuntime classic */
/** @jsx h */

import type { DeviceKey } from '@latchkey/core'
import { Link } from './controls.tsx'
import { h } from './h.ts'
import type { UiService } from './options.ts'
import type { View } from './view.ts'

/** By whom, where to, how long, and which names stay on the device (GDPR art. 13; C-673/17 Planet49; LR-11). */
export function Facts({ view, service }: { view: View; service: UiService }) {
  const { words, options } = view
  const { texts } = options
  const { facts } = service
  return (
    <div class="facts" data-services={service.id}>
      <dl>
        <dt>{texts.by}</dt>
        <dd>{facts.name === facts.company ? facts.name : `${facts.name} · ${facts.company}`}</dd>
        <dt>{texts.countries}</dt>
        <dd>{words.transfer(facts)}</dd>
        <dt>{texts.kept}</dt>
        <dd>{words.duration(facts.retentionDays)}</dd>
      </dl>
      {facts.keys.length > 0 && (
        <details>
          <summary>{words.count(texts.keys, facts.keys.length)}</summary>
          <ul>
            {facts.keys.map((key) => (
              <li key={`${key.kind} ${key.name}`}>{line(key, view)}</li>
            ))}
          </ul>
        </details>
      )}
      <Link href={facts.privacyUrl}>{words.fill(texts.vendorPrivacy, { name: facts.name })}</Link>
    </div>
  )
}

function line({ name, kind, days }: DeviceKey, { words }: View): string {
  return `${name} · ${kind} · ${words.duration(days)}`
}
