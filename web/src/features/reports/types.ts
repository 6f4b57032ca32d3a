import type { Uuid } from '@/api'

export interface FigureView {
  key: string
  title: string
  definition: string
  measure: string
  measureText: string
  day?: string
  unit?: Uuid
  unitName?: string
  value?: number
}

export interface Named {
  id: Uuid
  name?: string | null
  unitName?: string | null
}

export interface FigureRow {
  id: Uuid
  at?: string
  what: string
  person?: Named
  unit?: Uuid
  unitName?: string
  place?: string
  path?: string
}

export interface Post {
  id: Uuid
  name: string
  kind: string
  x?: number | null
  y?: number | null
  lastPass?: string
  ratePerMinute: number
  passesToday: number
  evacuation: boolean
}

export interface Board {
  at: string
  day: string
  unit?: Uuid
  unitName: string
  figures: Record<string, number>
  hours: { hour: number; in: number; out: number }[]
  posts: Post[]
  zones: { id: Uuid; name: string; level: string; people: number }[]
  units: { id: Uuid; name: string; figures: Record<string, number> }[]
}

export interface LedgerView {
  key: string
  title: string
  columns: { key: string; label: string }[]
  byPlace: boolean
  /** What leaves is in the shape of another system. */
  exchange?: boolean
}

export interface LedgerRow {
  id: Uuid
  at: string
  person?: Uuid
  cells: string[]
}

export interface ExportView {
  id: Uuid
  ledger: string
  title: string
  day: string
  unitName: string
  purpose: string
  askedBy: string
  mine: boolean
  askedAt: string
  state: 'asked' | 'approved' | 'refused'
  decidedBy?: string
  rows?: number
  exchange?: boolean
}

export interface DocumentView {
  id: Uuid
  kind: 'daily' | 'bulletin'
  unit?: Uuid
  unitName: string
  day: string
  number: number
  title: string
  texts: Record<string, string>
  fields: string[]
  state: 'draft' | 'signed'
  madeAt: string
  madeBy: string
  corrects?: Uuid
  reason?: string
  correctedBy?: Uuid
  signedAt?: string
  signedBy?: string
  digest?: string
  version: number
  figures?: {
    key: string
    title: string
    definition: string
    value: number
    digest: string
    path: string
  }[]
  changes?: { name: string; before: string; after: string }[]
}

/** A template that somebody brought; it was checked when it came. */
export interface TemplateView {
  id: Uuid
  kind: 'daily' | 'bulletin'
  name: string
  digest: string
  broughtAt: string
  broughtBy: string
}
