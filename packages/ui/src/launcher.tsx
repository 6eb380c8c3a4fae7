import { Button } from './controls.tsx'
import { CHAT, type View } from './view.ts'

/** Our own button for a chat: nothing of the vendor's is here before its card is answered (CH-5). */
export function Launcher({ view: { state, texts, send } }: { view: View }) {
  return (
    <div class={state.surface === 'none' ? 'launch' : 'launch asked'}>
      <Button action="chat" look="pill" press={() => send({ type: 'show', surface: 'card', purpose: CHAT })}>
        <ChatIcon />
        {texts.chatLauncher}
      </Button>
    </div>
  )
}

function ChatIcon() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" class="line">
      <path d="M4 5h16v11H10l-4 4v-4H4z" />
    </svg>
  )
}
