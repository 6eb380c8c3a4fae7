import type { DeviceKey, ServiceFacts } from '@latchkey/core'
import { Link } from './controls.tsx'
import type { FurtherView } from './further.ts'
import { onDevice } from './on-device.ts'
import type { UiService } from './options.ts'

/** By whom, where to, how long, and which names stay on the device (GDPR art. 13; C-673/17 Planet49; LR-11). */
export function Facts({ view, service }: { view: FurtherView; service: UiService }) {
  const { words, texts } = view
  const { facts } = service
  const isHere = onDevice(view.options.document ?? document)
  return (
    <div class="facts" data-services={service.id}>
      <dl>
        <dt>{texts.by}</dt>
        <dd>{facts.name === facts.company ? facts.name : `${facts.name} · ${facts.company}`}</dd>
        <dt>{texts.countries}</dt>
        <dd>{transfer(view, facts)}</dd>
        <dt>{texts.kept}</dt>
        <dd>{words.duration(facts.retentionDays)}</dd>
      </dl>
      {facts.keys.length > 0 && (
        <details>
          <summary>{words.count(texts.keys, facts.keys.length)}</summary>
          <ul>
            {facts.keys.map((key) => (
              <li key={`${key.kind} ${key.name}`}>
                {line(key, view)}
                {isHere(key) && <span data-own> · {texts.here}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Link href={facts.privacyUrl}>{words.fill(texts.vendorPrivacy, { name: facts.name })}</Link>
    </div>
  )
}

/** Countries, and what makes the transfer lawful where that needs saying (LR-25, CH-7). */
function transfer({ words, texts }: FurtherView, facts: ServiceFacts): string {
  const where = words.countries(facts.countries)
  return facts.transfer === 'none' ? where : `${where} (${texts.transfers[facts.transfer]})`
}

function line({ name, kind, days }: DeviceKey, { words, texts }: FurtherView): string {
  return `${name} · ${texts.kinds[kind]} · ${words.duration(days)}`
}
