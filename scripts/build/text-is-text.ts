import type { Plugin } from 'rollup'

/** In Preact's built file: the property is not read, and what would have been parsed is never set. */
const PARSES = [
  /"dangerouslySetInnerHTML"==\w+\?\w+=\w+:/,
  /"dangerouslySetInnerHTML"==\w+\?\w+=\w+:/,
  /\w+\?\(\w+\|\|\w+&&\(\w+\.__html==\w+\.__html\|\|\w+\.__html==(\w+)\.innerHTML\)\|\|\(\1\.innerHTML=\w+\.__html\),\w+\.__k=\[\]\):/,
]

/**
 * Takes the one way to parse markup out of Preact: nothing that we deliver can do it, so nothing needs to be allowed
 * under `require-trusted-types-for 'script'` (threat model, B1). The rest of Preact stays as it is.
 */
export function textIsText(): Plugin {
  return {
    name: 'text-is-text',
    transform(code, id) {
      if (!/\/preact\/dist\/preact\.mjs$/.test(id)) return null
      const left = PARSES.reduce((text, pattern) => {
        if (!pattern.test(text))
          this.error(
            `[build] preact: expected ${pattern.source}, got another version. Read how it sets markup now.`,
          )
        return text.replace(pattern, '')
      }, code)
      if (/innerHTML/i.test(left)) this.error('[build] preact: expected no innerHTML to be left, got some.')
      return { code: left, map: null }
    },
  }
}
