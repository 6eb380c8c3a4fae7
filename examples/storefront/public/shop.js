// The shop's own script: filters the list in place. Keeps nothing on the device and talks to nobody.
{
  const form = document.querySelector('form[data-filters]')
  const list = document.querySelector('[data-products]')
  const found = document.querySelector('[data-found]')
  const none = document.querySelector('[data-none]')
  if (form && list && found && none) {
    const filter = () => {
      const wanted = new FormData(form)
      const rooms = wanted.getAll('room')
      const materials = wanted.getAll('material')
      const upTo = Number(wanted.get('upTo')) || Number.POSITIVE_INFINITY
      let shown = 0
      for (const item of list.children) {
        const { room, material, price } = item.dataset
        const fits =
          (rooms.length === 0 || rooms.includes(room)) &&
          (materials.length === 0 || materials.includes(material)) &&
          Number(price) <= upTo
        item.hidden = !fits
        if (fits) shown += 1
      }
      found.textContent = shown === 1 ? found.dataset.one : found.dataset.many.replace('0', String(shown))
      none.hidden = shown > 0
      const query = new URLSearchParams([...wanted].filter(([, value]) => value !== '')).toString()
      history.replaceState(history.state, '', query ? `?${query}` : location.pathname)
    }
    form.addEventListener('change', filter)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      filter()
    })
  }
}
