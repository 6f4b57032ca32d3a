import type { Uuid } from '@/api'

export interface Named {
  id: Uuid
  name: string
}

export interface MaskedPerson {
  id: Uuid
  name: string | null
  unit: string | null
  provisional: boolean
}

export interface TubeLine {
  code: string
  state: string
  place: Named | null
  size: number
  swabs: number
  firstAt: string
  sealedAt: string | null
  box: string | null
  receivedAt: string | null
  problem: string | null
  screening: string | null
  confirmation: string | null
  conflicts: number
}

export interface MemberLine {
  swab: Uuid
  position: number
  person: MaskedPerson | null
  at: string
  place: Named | null
  by: string
  purpose: string
  lane: string | null
  ended: boolean
  followUp?: { tube?: string; at?: string; state?: string; size?: number } | null
}

export interface ChainLine {
  step: string
  at: string
  place: Named | null
  box: string | null
  from: string | null
  to: string | null
  temperature: number | null
  by: string
}

export interface ResultLine {
  id: Uuid
  step: string
  value: string
  reportedAt: string
  recordedAt: string
  laboratory: string | null
  source: string
  by: string
  supersededBy: Uuid | null
}

export interface Side {
  swab: Uuid
  tube: string
  person: MaskedPerson | null
  at: string
  recordedAt: string
  place: Named | null
  by: string
  ended: boolean
}

export interface ConflictLine {
  id: Uuid
  kind: string
  tube: string
  person: MaskedPerson | null
  openedAt: string
  state: 'open' | 'resolved' | 'lapsed'
  outcome: string | null
  reason: string | null
  counts: Uuid[]
  closedAt: string | null
  closedBy: string | null
  sides: Side[]
}

export interface TubePageView {
  tube: TubeLine
  members: MemberLine[] | null
  chain: ChainLine[]
  results: ResultLine[] | null
  reports?: ReportLine[] | null
  conflicts: ConflictLine[] | null
}

export interface ReportLine {
  id: Uuid
  to: string
  at: string
  note?: string | null
  by: string
}

export interface ResultFile {
  id: Uuid
  name: string
  state: 'reading' | 'done' | 'cut' | 'failed'
  failure: string | null
  rows: number
  accepted: number
  known: number
  problems: number
  rejected: number
  startedAt: string
  endedAt: string | null
  by: string
}

export interface FileView {
  file: ResultFile
  message: string | null
  cure: string | null
}

export interface FileRow {
  row: { row: number; tube: string; field: string; value: string; code: string }
  message: string
  cure: string
}

export interface EntryLine {
  id: Uuid
  tube: string
  step: string
  value: string
  reportedAt: string
  laboratory: string | null
  enteredAt: string
  enteredById: Uuid
  enteredBy: string
  state: 'waiting' | 'confirmed' | 'rejected'
  closedAt: string | null
  closedBy: string | null
  reason: string | null
}

export interface ProblemView {
  problem: {
    id: Uuid
    code: string
    tube: string
    step: string
    value: string
    reportedAt: string
    laboratory: string | null
    source: string
    row: number | null
    by: string
    openedAt: string
    state: 'open' | 'taken' | 'corrected' | 'dismissed'
    reason: string | null
    closedAt: string | null
    closedBy: string | null
  }
  message: string
  cure: string
}

export interface Reconciliation {
  id: Uuid
  name: string
  place: Uuid
  from: string | null
  until: string | null
  rows: number
  matched: number
  theirs: number
  ours: number
  bad: number
  startedAt: string
  by: string
  /** Of theirs, not taken over yet. */
  untaken: number
}

export interface ReconciliationRow {
  row: number
  person?: MaskedPerson | null
  tube?: string | null
  at?: string | null
  swab?: Uuid | null
  message?: string | null
  cure?: string | null
}
