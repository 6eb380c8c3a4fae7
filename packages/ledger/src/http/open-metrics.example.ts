/** A family of metrics as a scraper reads it. */
export interface Family {
  readonly type: string
  readonly help: string
  readonly samples: Map<string, number>
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"'
const META = new RegExp(`^# (TYPE|HELP) (${NAME}) (\\S.*)$`)
const SAMPLE = new RegExp(`^(${NAME})(\\{${LABEL}(?:,${LABEL})*\\})? (-?\\d+(?:\\.\\d+)?)$`)
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  summary: ['_count', '_sum', '_created'],
}

/** Reads OpenMetrics 1.0 text as its ABNF has it, as far as we use it. Throws at the first line that is anything else. */
export function parseOpenMetrics(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n# EOF\n')) throw new Error('expected # EOF and a line end, and nothing after it')
  const families = new Map<string, Family>()
  let open = { name: '', type: '', help: '' }
  for (const line of text.slice(0, -'# EOF\n'.length - 1).split('\n')) {
    const [, kind, about = '', said = ''] = META.exec(line) ?? []
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? []
    if (kind) {
      if (open.name !== about) {
        if (families.has(about)) throw new Error(`expected one block of ${about}`)
        open = { name: about, type: '', help: '' }
      }
      if (families.has(about)) throw new Error(`expected no # ${kind} after a sample: ${line}`)
      const key = kind === 'TYPE' ? 'type' : 'help'
      if (open[key]) throw new Error(`expected one # ${kind}: ${line}`)
      open[key] = said
      if (key === 'type' && !SUFFIXES[said]) throw new Error(`expected a type that is known: ${line}`)
    } else if (name) {
      const { name: of, type, help } = open
      if (!SUFFIXES[type]?.some((suffix) => name === of + suffix))
        throw new Error(`expected a sample of ${of}: ${line}`)
      const family = families.get(of) ?? { type, help, samples: new Map() }
      if (family.samples.has(name + labels)) throw new Error(`expected it once: ${line}`)
      if (type === 'counter' && Number(value) < 0) throw new Error(`expected no counter below 0: ${line}`)
      family.samples.set(name + labels, Number(value))
      families.set(of, family)
    } else {
      throw new Error(`expected a sample or a description: ${line}`)
    }
  }
  return families
}
