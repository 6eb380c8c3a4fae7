/** A stop of the Tab key, as the page remembers it. */
export interface Stop {
  readonly element: Element
  readonly name: string
  readonly look: string
  /** The focus could not be told from its looks. */
  unseen?: boolean
}

/** What is said about a stop. */
export interface SeenStop {
  readonly surface: string | null
  readonly name: string
  readonly isOurs: boolean
  /** It was here before, or nothing has the focus. */
  readonly isAgain: boolean
  readonly isNowhere: boolean
  readonly isHidden: boolean
  readonly isPale: boolean
}

/**
 * Remembers what has the focus now, and whether the stop before looks the same without it. An outline counts if it can
 * be told from what lies behind it by 3:1 and is not cut off. Runs in the page and uses nothing outside itself.
 */
export function recordStop(stops: Stop[]): SeenStop {
  let element = document.activeElement ?? document.body
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  const look = (one: Element): string =>
    JSON.stringify(
      [one, one.parentElement ?? one].flatMap((each) =>
        [null, '::before', '::after'].map((part) => {
          const style = getComputedStyle(each, part)
          const outline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1
          return [
            outline && `${style.outlineWidth} ${style.outlineColor}`,
            style.boxShadow,
            style.borderTopColor,
            style.borderTopWidth,
            style.backgroundColor,
            style.textDecorationLine,
          ]
        }),
      ),
    )
  const before = stops.at(-1)
  // Between the last stop and the first, nothing has the focus.
  const wasStop = before && before.element !== document.body && before.element !== document.documentElement
  if (wasStop && before.element !== element && before.look === look(before.element)) before.unseen = true

  const parentOf = (one: Element): Element | null => {
    const top = one.getRootNode()
    return one.parentElement ?? (top instanceof ShadowRoot ? top.host : null)
  }
  const numbers = (text: string) => (text.match(/[\d.]+/g) ?? []).map(Number)
  const luminance = (colour: readonly number[]): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
      const share = (colour[index] ?? 0) / 255
      return sum + weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
    }, 0)
  const behind = (one: Element | null): readonly number[] => {
    if (!one) return [255, 255, 255]
    const colour = numbers(getComputedStyle(one).backgroundColor)
    return (colour[3] ?? 1) > 0.5 ? colour : behind(parentOf(one))
  }
  const { outlineStyle, outlineWidth, outlineOffset, outlineColor } = getComputedStyle(element)
  const isOutlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
  const [light = 0, dark = 0] = [luminance(numbers(outlineColor)), luminance(behind(parentOf(element)))].sort(
    (a, b) => b - a,
  )
  const { top, left, bottom, right } = element.getBoundingClientRect()
  const reach = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset)
  let isCut = false
  for (let each = parentOf(element); each; each = parentOf(each)) {
    const edge = each.getBoundingClientRect()
    if (getComputedStyle(each).overflowX === 'visible') continue
    const [across, along] = [
      left - reach < edge.left - 1 && right + reach > edge.right + 1,
      top - reach < edge.top - 1 && bottom + reach > edge.bottom + 1,
    ]
    if (across && along) isCut = true
  }

  const isNowhere = element === document.body || element === document.documentElement
  const root = element.getRootNode() as Document | ShadowRoot // of what is connected
  // Of a link over two lines the first.
  const [first = element.getBoundingClientRect()] = element.getClientRects()
  const hit = root.elementFromPoint(first.left + first.width / 2, first.top + first.height / 2)
  const isAgain = stops.some((stop) => stop.element === element)
  const name = (
    element.getAttribute('aria-label') ||
    element.closest('label')?.textContent ||
    element.textContent ||
    element.localName
  )
    .trim()
    .slice(0, 40)
  stops.push({ element, name, look: look(element) })
  return {
    surface: element.closest('[data-surface]')?.getAttribute('data-surface') ?? null,
    name,
    isOurs: root instanceof ShadowRoot,
    isAgain,
    isNowhere,
    isHidden: !isNowhere && !(hit && (element.contains(hit) || hit.closest('label')?.contains(element))),
    isPale: !isNowhere && isOutlined && ((light + 0.05) / (dark + 0.05) < 2.95 || isCut),
  }
}

/** Names of stops that look the same without the focus, and of controls of a surface that were no stop. */
export function readStops({ stops, surface }: { stops: readonly Stop[]; surface: string }): {
  readonly unseen: readonly string[]
  readonly missed: readonly string[]
} {
  const reached = new Set(stops.map(({ element }) => element))
  // Preferences that stand in an element of the page are the page's.
  const hosts = [...document.querySelectorAll(':not(privacy-choices)')]
  const roots = [document, ...hosts.flatMap((one) => one.shadowRoot ?? [])]
  const controls = roots.flatMap((root) => [
    ...root.querySelectorAll<HTMLElement>(
      `[data-surface="${surface}"] :is(a[href],button:enabled,input:enabled,select:enabled,textarea:enabled,summary,[role=switch],[role=button])`,
    ),
  ])
  return {
    unseen: stops.flatMap(({ unseen, name }) => (unseen ? [name] : [])),
    missed: controls
      // What lies in a closed disclosure has boxes in Chromium, and is no stop.
      .filter(
        (one) => one.getClientRects().length > 0 && one.checkVisibility?.() !== false && !reached.has(one),
      )
      .map((one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40)),
  }
}
