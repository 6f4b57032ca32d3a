import type { Uuid } from '@/api'

export const LEVELS = ['watched', 'test_first', 'held', 'barred'] as const
export type Level = 'free' | (typeof LEVELS)[number]

export interface Named {
  id: Uuid
  name: string | null
  unitName: string | null
}

/** A status in the list: the restriction, never why. */
export interface Listed {
  person: Named
  level: Level
  labels: string[]
  since: string
  until: string | null
}

export interface Now {
  person: Named
  level: Level
  labels: string[]
  since: string | null
  until: string | null
  nextChange: string | null
}

export interface Counts {
  levels: Partial<Record<Level, number>>
  labels: string[]
}

export interface Both {
  zh: string
  en: string
}

/** What ends a status besides time and withdrawal. */
export interface Ends {
  negatives?: number
  withinHours?: number | null
  single?: boolean
  by?: string[]
}

export interface Shown {
  evidence: Uuid
  kind: string
  variant: string
  level: Level
  label: string
  from: string
  until: string | null
  ends: Ends
  rule: string
  snapshot: string
  meaning: Both | null
  edition: Both | null
  article: string | null
  source: string | null
  confidence: 'verified' | 'unverified' | null
}

export interface Evidence {
  id: Uuid
  kind: string
  detail: Record<string, string>
  at: string
  until: string | null
  source: string
  recordedAt: string
  by: string
  hasRule: boolean
  withdrawnAt: string | null
  withdrawnWhy: string | null
  withdrawnBy: string | null
}

/** A row of the history; `recordedTo` null: it is what we think now. */
export interface Past {
  validFrom: string
  validTo: string | null
  recordedFrom: string
  recordedTo: string | null
  level: Level
  labels: string[]
  reasons: Shown[]
}

export interface Choices {
  levels: Level[]
  reasons: string[]
  mostDays: number
}

export interface ByHand {
  id: Uuid
  person: Named
  level: Level
  reason: string
  note: string
  until: string
  proposedAt: string
  proposer: string
  mine: boolean
  state: 'proposed' | 'confirmed' | 'refused' | 'ended'
  decidedAt: string | null
  decider: string | null
  decision: string | null
}

export interface Appeal {
  id: Uuid
  person: Named
  level: Level
  text: string
  against: { id: Uuid; kind: string; at: string; by: string; withdrawn: boolean }[]
  madeAt: string
  dueAt: string
  own: boolean
  state: 'open' | 'accepted' | 'rejected'
  decidedAt: string | null
  decider: string | null
  answer: string | null
}

export interface OwnPage {
  name: string
  level: Level
  since: string | null
  until: string | null
  asOf: string
  reasons: { rule: Shown; at: string }[]
  appeals: {
    madeAt: string
    dueAt: string
    text: string
    state: Appeal['state']
    decidedAt: string | null
    answer: string | null
  }[]
  mayAppeal: boolean
}
