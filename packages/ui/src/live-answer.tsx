/** Where the answer to a press is said. Empty from the start: a region that comes with its words is not heard (AX-11). */
export function LiveAnswer() {
  return <p aria-live="polite" />
}

/** Says what came of something, in the region beside what was pressed; `failed` where the work rejects. */
export async function answer(pressed: Element, failed: string, work: () => Promise<string>): Promise<void> {
  const region = pressed.closest('[data-own]')?.querySelector('[aria-live]')
  if (!region) return
  region.textContent = ''
  region.textContent = await work().catch(() => failed)
}
