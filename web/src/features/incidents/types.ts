import type { Instant, Uuid } from '@/api'

export interface Both {
  zh: string
  en: string
}

export type IncidentState = 'signalled' | 'responding' | 'disposal' | 'closed' | 'withdrawn'
export type IncidentLevel = 'i' | 'ii' | 'iii' | 'iv'

export interface Clocked {
  kind: string
  what?: Both | null
  of?: string | null
  dueAt: Instant
}

export interface Incident {
  id: Uuid
  number: string
  title?: string | null
  disease: string
  level: IncidentLevel
  state: IncidentState
  openedAt: Instant
  openedBy: string
  endedAt?: Instant | null
  version: number
  cases: { id: Uuid; number: string; state: string; reportedAt?: Instant | null }[]
  contacts: Record<string, number>
  steps: number
  stepsOpen: number
  next?: Clocked | null
  late: number
  reportedAt?: Instant | null
}

export type SignalKind =
  | 'case'
  | 'tube'
  | 'gate_fever'
  | 'isolated_unwell'
  | 'risk_area'
  | 'call'
  | 'enquiry_letter'
  | 'other'
export type SignalState = 'open' | 'opened' | 'joined' | 'dismissed'

export interface Signal {
  id: Uuid
  kind: SignalKind
  at: Instant
  receivedAt: Instant
  caller?: string | null
  what: string
  link?: string | null
  times: number
  by: string
  state: SignalState
  incident?: Uuid | null
  judgedAt?: Instant | null
  judgedBy?: string | null
  why?: string | null
}

export interface SignalRow {
  signal: Signal
  placeName?: string | null
  incidentNumber?: string | null
}

export interface Step {
  key: string
  zh: string
  en: string
  hours: number
  asks: 'note' | 'document'
  team?: string | null
  dueAt: Instant
  state: 'open' | 'done' | 'not_needed'
  doneAt?: Instant | null
  doneBy?: string | null
  note?: string | null
  document?: string | null
}

/** Duties of other modules: shown, not doubled. */
export interface Covered {
  kind: string
  of?: string | null
  done: number
  pending: number
  late: number
  dueAt?: Instant | null
  doneAt?: Instant | null
}

export type ReportKind = 'initial' | 'progress' | 'final'

export interface ReportLine {
  id: Uuid
  kind: ReportKind
  no: number
  caseNumber?: string | null
  corrects?: Uuid | null
  why?: string | null
  state: 'draft' | 'sent' | 'dropped'
  createdAt: Instant
  dueAt?: Instant | null
  sentAt?: Instant | null
  sentBy?: string | null
  sentTo?: string | null
  receipt?: string | null
  missing: number
}

export interface Lacking {
  what: string
  count: number
}

export interface IncidentFile {
  incident: Incident
  signals: Signal[]
  transitions: {
    id: Uuid
    at: Instant
    was?: string | null
    became: string
    why: string
    by: string
  }[]
  steps: Step[]
  covered: Covered[]
  reports: ReportLine[]
  counters: {
    cases: number
    contacts: Record<string, number>
    held: number
    barred: number
    orders: Record<string, number>
    swabsDue: number
    dutiesLate: number
  }
  lacking: Lacking[]
}

export interface Followed {
  id: Uuid
  at: Instant
  by: string
  action: string
  subject?: string | null
  cause?: Uuid | null
  duties: Record<string, number>
}

export interface ReportField {
  key: string
  required: boolean
  value: string
  from: 'RECORD' | 'TYPED' | 'NOTHING'
}

export interface Report {
  report: ReportLine
  incidentId: Uuid
  incident: string
  fields: ReportField[]
  missing: string[]
  version: number
}

export type ReadyState = 'ready' | 'not_ready' | 'overdue' | 'never'

export interface Item {
  key: string
  words: Both
  days: number
  unit?: Uuid | null
  team?: string | null
  state: ReadyState
  checkedAt?: Instant | null
  by?: string | null
  until?: Instant | null
  note?: string | null
}

export interface Check {
  id: Uuid
  at: Instant
  ready: boolean
  until: Instant
  note?: string | null
  by: string
}
