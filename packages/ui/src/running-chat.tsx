import { Button, Link } from './controls.tsx'
import type { FurtherView } from './further.ts'
import { CHAT } from './view.ts'
import { who } from './who.ts'

/** Stands on the page while a chat runs: that an AI answers (CH-1, CH-2), a way to a person, and its end (CH-9, CH-10). */
export function RunningChat({ view }: { view: FurtherView }) {
  const { options, texts, send } = view
  const { human, email } = options.chat ?? {}
  return (
    <>
      {who(options) === 'ai' && (
        <div class="note talk">
          <p>
            <b>{texts.chat.assistant}</b>
            {human && <small>{human}</small>}
          </p>
          {email && <Link href={`mailto:${email}`}>{texts.chat.toPerson}</Link>}
        </div>
      )}
      <Button action="chat" look="pill" press={() => send({ type: 'show', surface: 'card', purpose: CHAT })}>
        {texts.chatEnd}
      </Button>
    </>
  )
}
