import type { ImportKind, ImportState, Instant, Uuid } from '@/api'

export interface ImportColumn {
  sheet: string
  kind: ImportKind
  header: string
  field: string | null
}

export interface ImportReason {
  code: string
  field: string
  value: string | null
  cure: string
  message: string
}

/** One row of the file as it stands, with what was found wrong or doubtful. */
export interface ImportRowView {
  number: number
  row: number
  sheet: string
  state: string
  reasons: ImportReason[]
  cells: Record<string, string>
}

export interface ImportView {
  id: Uuid
  fileName: string
  kind: ImportKind
  state: ImportState
  rows: number
  good: number
  bad: number
  duplicates: number
  unchanged: number
  progress: number
  startedBy: string | null
  startedAt: Instant
  columns: ImportColumn[] | null
  sample: ImportRowView[] | null
  failure: string | null
  /** Why it failed, in the reader's language. */
  failed?: { message: string; cure: string } | null
}
