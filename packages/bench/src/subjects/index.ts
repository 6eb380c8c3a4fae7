import { c15t } from './c15t.ts'
import { klaro } from './klaro.ts'
import { latchkey } from './latchkey.ts'
import { none } from './none.ts'
import { reactCookieManager } from './react-cookie-manager.ts'
import type { Subject } from './subject.ts'
import { tarteaucitron } from './tarteaucitron.ts'
import { vanillaCookieconsent } from './vanilla-cookieconsent.ts'

/** Every subject by its id. `sdk`: a folder with a build of our script tag. */
export const subjects: Readonly<Record<string, (sdk?: string) => Promise<Subject>>> = {
  none,
  latchkey: (folder) => latchkey({ file: 'latchkey.js', folder }),
  'latchkey.guarded': (folder) => latchkey({ file: 'latchkey.guarded.js', folder }),
  'vanilla-cookieconsent': vanillaCookieconsent,
  klaro,
  tarteaucitronjs: tarteaucitron,
  c15t,
  'react-cookie-manager': reactCookieManager,
}

/** Makes the subjects, the control aside: that one runs by itself. */
export function subjectsOf(ids: readonly string[], sdk?: string): Promise<readonly Subject[]> {
  const makers = ids.flatMap((id) => (id !== 'none' && subjects[id]) || [])
  return Promise.all(makers.map((made) => made(sdk)))
}
