/** Whether a host is on a list; `*.example.com` stands for every sub-domain of example.com, not for itself. */
export function isListed(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern,
  )
}
