/** The fields of a JSON object; none of anything else. Never throws. Whoever asks checks each, and by its name alone. */
export function fieldsOf(json: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(json))
  } catch {
    return {} // not JSON: an expected outcome
  }
}
