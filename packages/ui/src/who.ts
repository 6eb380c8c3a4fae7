import type { UiOptions } from './options.ts'
import { CHAT } from './view.ts'

/** The site knows best; next the vendor's facts, but only a yes: a vendor cannot know that a person answers. */
export function who({ chat, services }: UiOptions): 'ai' | 'maybeAi' | 'person' {
  if (chat?.ai !== undefined) return chat.ai ? 'ai' : 'person'
  return services.some(({ needs, facts }) => needs.includes(CHAT) && facts.ai === true) ? 'ai' : 'maybeAi'
}
