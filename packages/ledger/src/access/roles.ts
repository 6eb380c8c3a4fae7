/** What a token is for (threat model G7). A subject's own access needs no token but the subject's secret. */
export type Role = 'append' | 'reader' | 'auditor' | 'dpo' | 'admin'

/**
 * `append`: attest records. `see`: counts and the state of the log. `verify`: the log without its records. `read`:
 * records. `erase`: a subject's records. `manage`: tokens and documents.
 */
export type Act = 'append' | 'see' | 'verify' | 'read' | 'erase' | 'manage'

const acts: Readonly<Record<Role, readonly Act[]>> = {
  append: ['append'],
  auditor: ['see', 'verify'],
  reader: ['see', 'verify', 'read'],
  dpo: ['see', 'verify', 'read', 'erase'],
  admin: ['see', 'verify', 'read', 'erase', 'manage', 'append'],
}

export const roles = Object.keys(acts) as readonly Role[]

export function isRole(text: string): text is Role {
  return Object.hasOwn(acts, text)
}

export function mayDo(role: Role, act: Act): boolean {
  return acts[role].includes(act)
}
