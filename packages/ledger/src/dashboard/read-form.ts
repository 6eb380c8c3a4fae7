const MAX_BYTES = 16_384

/** The fields of a form that was sent, each once. `null` if it is no form, too long, or names a field twice. */
export async function readForm(request: Request): Promise<ReadonlyMap<string, string> | null> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded(?:\s*;|$)/i.test(type)) return null
  const text = await textUpTo(request, MAX_BYTES)
  if (text === null) return null
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) return null
    fields.set(name, value)
  }
  return fields
}

async function textUpTo(request: Request, limit: number): Promise<string | null> {
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) > limit) return null
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  const reader = request.body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length
    if (length > limit) {
      await reader?.cancel()
      return null
    }
    text += decoder.decode(read.value, { stream: true })
  }
  return text + decoder.decode()
}
