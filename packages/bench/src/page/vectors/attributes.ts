import type { Vector } from '../vector.ts'

/** Other ways to write an address into an element than its property. */
export function attributes(): readonly Vector[] {
  const image = (id: string, write: (img: HTMLImageElement, url: string) => void): Vector => ({
    id,
    fire({ url, into }) {
      const img = document.createElement('img')
      write(img, url('svg'))
      into.append(img)
    },
  })
  return [
    image('set-attribute', (img, url) => img.setAttribute('src', url)),
    image('set-attribute-case', (img, url) => img.setAttribute('SRC', url)),
    image('set-attribute-ns', (img, url) => img.setAttributeNS(null, 'src', url)),
    image('set-attribute-node', (img, url) => {
      const attribute = document.createAttribute('src')
      attribute.value = url
      img.setAttributeNode(attribute)
    }),
    image('set-named-item', (img, url) => {
      const attribute = document.createAttribute('src')
      attribute.value = url
      img.attributes.setNamedItem(attribute)
    }),
    image('attribute-value', (img, url) => {
      img.setAttribute('src', '')
      const attribute = img.getAttributeNode('src')
      if (attribute) attribute.value = url
    }),
    {
      id: 'script-set-attribute',
      fire({ url, into }) {
        const script = document.createElement('script')
        script.setAttribute('src', url('js'))
        into.append(script)
      },
    },
    {
      id: 'iframe-set-attribute',
      fire({ url, into }) {
        const frame = document.createElement('iframe')
        frame.setAttribute('src', url('html'))
        into.append(frame)
      },
    },
  ]
}
