import type { Lang } from './words.ts'

export type Room = 'seating' | 'tables' | 'storage' | 'lighting' | 'bedroom'
export type Material = 'oak' | 'ash' | 'wool' | 'linen' | 'metal'

export interface Product {
  readonly slug: string
  readonly name: string
  readonly room: Room
  readonly material: Material
  /** In euro cents, with value added tax. */
  readonly price: number
  readonly kind: Readonly<Record<Lang, string>>
  readonly text: Readonly<Record<Lang, string>>
  readonly size: string
  /** A video of the product at YouTube, by its id there. Fictional ids. */
  readonly video?: string | undefined
}

export const rooms: readonly Room[] = ['seating', 'tables', 'storage', 'lighting', 'bedroom']
export const materials: readonly Material[] = ['oak', 'ash', 'wool', 'linen', 'metal']

export const products: readonly Product[] = [
  {
    slug: 'halden',
    name: 'Halden',
    room: 'seating',
    material: 'oak',
    price: 24_900,
    kind: { en: 'Dining chair', de: 'Esszimmerstuhl' },
    text: {
      en: 'A steam-bent back and a woven seat. Light enough to lift with one hand, strong enough for the grandchildren’s grandchildren.',
      de: 'Dampfgebogene Lehne, gewebter Sitz. Leicht genug für eine Hand, stark genug für Generationen.',
    },
    size: '48 × 52 × 80 cm',
    video: 'LndnHaldenC',
  },
  {
    slug: 'brede',
    name: 'Brede',
    room: 'seating',
    material: 'wool',
    price: 69_000,
    kind: { en: 'Lounge chair', de: 'Sessel' },
    text: {
      en: 'Deep, round and quiet. Felted wool from two mills in Thuringia, over a frame of ash.',
      de: 'Tief, rund und ruhig. Gefilzte Wolle aus zwei Thüringer Webereien, auf einem Rahmen aus Esche.',
    },
    size: '82 × 78 × 76 cm',
    video: 'LndnBredeLo',
  },
  {
    slug: 'tarn',
    name: 'Tarn',
    room: 'tables',
    material: 'oak',
    price: 129_000,
    kind: { en: 'Dining table', de: 'Esstisch' },
    text: {
      en: 'One plank wide, four legs, no metal. Seats six on weekdays and eight on Sundays.',
      de: 'Eine Bohle breit, vier Beine, kein Metall. Platz für sechs, sonntags für acht.',
    },
    size: '220 × 95 × 74 cm',
    video: 'LndnTarnTab',
  },
  {
    slug: 'moss',
    name: 'Moss',
    room: 'tables',
    material: 'ash',
    price: 18_900,
    kind: { en: 'Side table', de: 'Beistelltisch' },
    text: {
      en: 'Three legs, so it never wobbles. For one book, one cup and one lamp at most.',
      de: 'Drei Beine, darum wackelt er nie. Für ein Buch, eine Tasse und höchstens eine Lampe.',
    },
    size: '⌀ 45 × 50 cm',
  },
  {
    slug: 'fjell',
    name: 'Fjell',
    room: 'storage',
    material: 'oak',
    price: 54_000,
    kind: { en: 'Open shelf', de: 'Offenes Regal' },
    text: {
      en: 'Five shelves that slot into the frame without a tool. Moves house as easily as you do.',
      de: 'Fünf Böden, die ohne Werkzeug im Rahmen stecken. Zieht so leicht um wie Sie.',
    },
    size: '90 × 32 × 180 cm',
  },
  {
    slug: 'karst',
    name: 'Karst',
    room: 'storage',
    material: 'oak',
    price: 148_000,
    kind: { en: 'Sideboard', de: 'Sideboard' },
    text: {
      en: 'Slatted doors that let a radio be heard and hide the rest. Dovetailed at every corner.',
      de: 'Lamellentüren, durch die man das Radio hört und sonst nichts sieht. An jeder Ecke gezinkt.',
    },
    size: '180 × 42 × 68 cm',
  },
  {
    slug: 'moor',
    name: 'Moor',
    room: 'lighting',
    material: 'metal',
    price: 16_900,
    kind: { en: 'Pendant lamp', de: 'Pendelleuchte' },
    text: {
      en: 'Spun aluminium, matt outside and bright inside. Hang it low over the table.',
      de: 'Gedrücktes Aluminium, außen matt und innen hell. Am schönsten tief über dem Tisch.',
    },
    size: '⌀ 42 × 24 cm',
  },
  {
    slug: 'lund',
    name: 'Lund',
    room: 'lighting',
    material: 'linen',
    price: 28_900,
    kind: { en: 'Floor lamp', de: 'Stehleuchte' },
    text: {
      en: 'A linen shade on a bow of ash. Reads over your shoulder without casting your own shadow.',
      de: 'Ein Leinenschirm an einem Bogen aus Esche. Liest mit, ohne Schatten zu werfen.',
    },
    size: '58 × 34 × 165 cm',
  },
  {
    slug: 'sund',
    name: 'Sund',
    room: 'bedroom',
    material: 'ash',
    price: 115_000,
    kind: { en: 'Bed', de: 'Bett' },
    text: {
      en: 'Headboard to lean on, slats that give, and room underneath for the winter blankets.',
      de: 'Ein Kopfteil zum Anlehnen, federnde Latten und darunter Platz für die Winterdecken.',
    },
    size: '160 × 200 × 92 cm',
  },
  {
    slug: 'dune',
    name: 'Dune',
    room: 'bedroom',
    material: 'wool',
    price: 42_000,
    kind: { en: 'Rug', de: 'Teppich' },
    text: {
      en: 'Undyed wool in five natural shades, hand-knotted. It gets better where you walk.',
      de: 'Ungefärbte Wolle in fünf Naturtönen, von Hand geknüpft. Wird schöner, wo man geht.',
    },
    size: '170 × 240 cm',
  },
]

export interface Filter {
  readonly rooms: readonly string[]
  readonly materials: readonly string[]
  /** In euro cents. */
  readonly upTo?: number | undefined
}

export function find(slug: string | undefined): Product | undefined {
  return products.find((product) => product.slug === slug)
}

export function matching({ rooms, materials, upTo = Number.POSITIVE_INFINITY }: Filter): readonly Product[] {
  return products.filter(
    ({ room, material, price }) =>
      (rooms.length === 0 || rooms.includes(room)) &&
      (materials.length === 0 || materials.includes(material)) &&
      price <= upTo,
  )
}
