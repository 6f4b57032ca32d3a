import { ref, type Ref } from 'vue'
import type { Texts } from '@/api'
import { api } from '@/shell/session'
import { text } from './format'

/** A disease that some edition has rules for; the principal one comes first. */
export interface Disease {
  key: string
  name?: Texts | null
  principal: boolean
}

const known = ref<Disease[]>([])
let asked = 0

/** The diseases, asked for once in a while: editions seldom change. */
export function useDiseases(): Ref<Disease[]> {
  if (Date.now() - asked > 60_000) {
    asked = Date.now()
    api
      .get<Disease[]>('/policy/diseases')
      .then((found) => (known.value = found))
      .catch(() => (asked = 0))
  }
  return known
}

/** What it is called; its key where no edition says. */
export function diseaseName(key: string, all: readonly Disease[]): string {
  const found = all.find((each) => each.key === key)
  return (found?.name && text(found.name)) || key
}
