/** Hands a JSON text to the shopper as a file, from within a press. */
export function saveFile(page: Document, name: string, text: string): void {
  const link = page.createElement('a')
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
