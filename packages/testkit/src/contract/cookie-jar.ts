/** A page's own cookies, with the rules that vendors rely on: domain suffixes, replacement, `max-age`. */
export interface CookieJar {
  read(): string
  write(line: string): void
}

/** Two labels are the least that a cookie's domain may have here: `example` is taken for a public suffix. */
export function createCookieJar(host: string): CookieJar {
  const cookies = new Map<string, string>()
  return {
    read: () => [...cookies.values()].join('; '),
    write(line) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const attribute = (name: string) =>
        attributes.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
      const domain = attribute('domain')?.replace(/^\./, '')
      if (domain && (!domain.includes('.') || !`.${host}`.endsWith(`.${domain}`))) return
      const key = `${pair.split('=', 1)[0]} ${domain ?? ''} ${attribute('path') ?? '/'}`
      if (Number(attribute('max-age') ?? 1) <= 0) cookies.delete(key)
      else cookies.set(key, pair)
    },
  }
}
