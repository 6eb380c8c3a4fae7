import { authorityOf } from './authority.ts'
import { Button, Link } from './controls.tsx'
import type { FurtherView } from './further.ts'
import { answer, LiveAnswer } from './live-answer.tsx'
import type { YourData } from './options.ts'
import { saveFile } from './save-file.ts'

/** A copy, the end of it, and whom to turn to. Hands over receipt codes and nothing that guesses who asks. */
export function Rights({ view }: { view: FurtherView }) {
  const { state, options, texts, words, history } = view
  const { controller, contact, privacyUrl, data } = options
  const body = encodeURIComponent((history ?? []).map(({ id }) => id).join('\n'))
  const mail = (subject: string) =>
    contact && `mailto:${contact}?subject=${encodeURIComponent(subject)}&body=${body}`
  return (
    <section>
      <h3>{texts.rights}</h3>
      {data && <AtOnce view={view} data={data} />}
      <p>{words.fill(texts.rightsText, { controller })}</p>
      <div class="links">
        <Link href={mail(texts.copy)}>{texts.copy}</Link>
        <Link href={mail(texts.erase)}>{texts.erase}</Link>
        <Link href={contact && `mailto:${contact}`}>{texts.contact}</Link>
        <Link href={privacyUrl}>{texts.privacy}</Link>
        <Link href={authorityOf(state.regime?.place ?? '')}>{texts.authority}</Link>
      </div>
    </section>
  )
}

/** Straight from the shop's own ledger. */
function AtOnce({ view, data }: { view: FurtherView; data: YourData }) {
  const { options, texts, words } = view
  return (
    <div data-own>
      <Button
        action="copy"
        look="link"
        press={(event) =>
          tell(event, texts.failed, async (page) => {
            const text = await data.copy()
            if (text === null) return texts.failed
            saveFile(page, 'privacy-records.json', text)
            return ''
          })
        }
      >
        {texts.copyNow}
      </Button>
      <details>
        <summary>{texts.eraseNow}</summary>
        <p>{words.fill(texts.eraseSure, { controller: options.controller })}</p>
        <Button
          action="erase"
          look="outlined"
          press={(event) =>
            tell(event, texts.failed, async () => {
              if (!(await data.erase())) return texts.failed
              view.reread()
              return texts.erased
            })
          }
        >
          {texts.eraseNow}
        </Button>
      </details>
      <LiveAnswer />
    </div>
  )
}

/** Runs on a press, with its page, and says what came of it. */
function tell(
  { currentTarget: pressed }: MouseEvent,
  failed: string,
  work: (page: Document) => Promise<string>,
): void {
  if (pressed instanceof Element) void answer(pressed, failed, () => work(pressed.ownerDocument))
}
