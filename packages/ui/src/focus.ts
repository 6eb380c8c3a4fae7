/** Remembers what had the focus before a panel or card took it, and gives it back (AX-2). */
export interface FocusKeeper {
  remember(): void
  giveBack(): void
}

export function focusKeeper(page: Document, root: HTMLElement): FocusKeeper {
  let opener: HTMLElement | null = null
  return {
    remember() {
      let active = page.activeElement
      // In our own surfaces, or in somebody's elements: as far down as can be seen.
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      opener = active instanceof HTMLElement && active !== page.body ? active : null
    },
    giveBack() {
      const action = opener?.dataset.latchkeyAction
      // Our own buttons may have been drawn anew since; one that does the same is as good.
      const target = opener?.isConnected
        ? opener
        : action && root.querySelector<HTMLElement>(`[data-latchkey-action="${action}"]`)
      if (target) target.focus()
      opener = null
    },
  }
}
