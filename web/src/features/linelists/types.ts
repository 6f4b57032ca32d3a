import type { Instant, Uuid } from '@/api'

export type ListKind = 'cases' | 'contacts'
export type ListFormat =
  | 'own_cases'
  | 'own_contacts'
  | 'go_data_cases'
  | 'go_data_contacts'
  | 'sormas_cases'
  | 'sormas_contacts'
  | 'other'
export type ListState =
  'reading' | 'mapping' | 'previewed' | 'committing' | 'committed' | 'cancelled' | 'failed'
export type RowState = 'new' | 'joined' | 'changed' | 'unchanged' | 'skipped' | 'bad'
export type DayOrder = 'auto' | 'day_first' | 'month_first'

export interface ListCounts {
  rows: number
  fresh: number
  joined: number
  changed: number
  unchanged: number
  skipped: number
  bad: number
}

export interface ListColumn {
  header: string
  field?: string | null
  /** Some of what stands in it; only for whoever brought the list. */
  values: string[]
}

export interface ListField {
  key: string
  type: 'text' | 'day' | 'time' | 'code'
  /** Our words, where the field has a closed list. */
  words: string[]
}

export interface ListMapping {
  kind?: ListKind | null
  columns: Record<string, string>
  values: Record<string, Record<string, string>>
  order: DayOrder
}

export interface LineList {
  id: Uuid
  fileName: string
  format: ListFormat
  kind?: ListKind | null
  state: ListState
  counts: ListCounts
  progress: number
  startedBy: string
  mine: boolean
  startedAt: Instant
  document?: string | null
  caseOf?: { id: Uuid; number: string } | null
  noteUnknown: boolean
  mappedBy?: string | null
  mapping?: ListMapping | null
  columns?: ListColumn[] | null
  fields?: Record<ListKind, ListField[]> | null
  failed?: { message: string; cure: string } | null
}

export interface ListReason {
  code: string
  header?: string | null
  value?: string | null
  message: string
  cure: string
}

export interface ListRow {
  number: number
  row: number
  state: RowState
  person?: { id: Uuid; name?: string; unitName?: string } | null
  caseId?: Uuid | null
  reasons: ListReason[]
  cells: Record<string, string>
}

/** How a list is to be read, as it is sent. */
export interface ListReading extends ListMapping {
  document: string | null
  caseId: Uuid | null
  noteUnknown: boolean
  saveAs: string | null
}

export interface SavedMapping {
  id: Uuid
  name: string
  kind: ListKind
  madeBy: string
  madeAt: Instant
}
