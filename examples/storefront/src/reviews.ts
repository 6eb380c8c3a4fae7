import type { Lang } from './words.ts'

export interface Review {
  readonly who: string
  readonly stars: number
  readonly text: Readonly<Record<Lang, string>>
}

/** What three invented people think of everything. */
export const reviews: readonly Review[] = [
  {
    who: 'Ingrid, Lübeck',
    stars: 5,
    text: {
      en: 'Arrived in two flat boxes and stood in the room twenty minutes later. Not one screw.',
      de: 'Kam in zwei flachen Kisten und stand zwanzig Minuten später im Zimmer. Keine einzige Schraube.',
    },
  },
  {
    who: 'Tomás, Porto',
    stars: 5,
    text: {
      en: 'The wood smells of the forest for a week. I would buy it again for that alone.',
      de: 'Eine Woche lang riecht das Holz nach Wald. Allein dafür würde ich es wieder kaufen.',
    },
  },
  {
    who: 'Maja, Kraków',
    stars: 4,
    text: {
      en: 'Four weeks are four weeks. Now that it is here I have forgotten the waiting.',
      de: 'Vier Wochen sind vier Wochen. Jetzt, wo es da ist, habe ich das Warten vergessen.',
    },
  },
]
