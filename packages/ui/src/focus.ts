/** Remembers what had the focus before a panel or card took it, and gives it back (AX-2). */
export interface FocusKeeper {
  remember(): void
  giveBack(): void
}

export function focusKeeper(page: Document, root: HTMLElement): FocusKeeper {
  const shadow = root.getRootNode() as ShadowRoot // as mount() made it
  let opener: HTMLElement | null = null
  return {
    remember() {
      const active = page.activeElement === shadow.host ? shadow.activeElement : page.activeElement
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
