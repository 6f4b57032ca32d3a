export type StayKind = 'CENTRAL' | 'HOME' | 'MONITORING'

export interface Stay {
  kind: StayKind
  first: string
  last: string
}

export interface PlannedTest {
  on: string
  during: StayKind
  day: number
  twice: boolean
  beforeRelease: boolean
}

export interface Terms {
  rulesOf: string
  snapshot: string
  layers: { id: string; name: { zh: string; en: string } }[]
  managed: boolean
  stays: Stay[]
  tests: PlannedTest[]
  lastDay: string | null
  until: string | null
  contactNegatives: number
  unverified: string[]
}

/** Days of a stay, both ends counted. */
export function daysOf(stay: Stay): number {
  return (Date.parse(stay.last) - Date.parse(stay.first)) / 86_400_000 + 1
}

/** Why there is nothing to do: the edition asks for nothing, or all was over before the first day. */
export function nothingOf(terms: Terms): 'notManaged' | 'over' | null {
  if (!terms.managed) return 'notManaged'
  return terms.stays.length === 0 ? 'over' : null
}
