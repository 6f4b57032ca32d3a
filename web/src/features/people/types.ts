import type { ClassOfPerson, DocumentType, Instant, Page, PersonKind, Texts, Uuid } from '@/api'

/** A person as the server shows them: an age instead of the birth date, numbers masked. */
export interface PersonRow {
  id: Uuid
  name: string | null
  sex: string | null
  age: number | null
  kind: PersonKind
  classOfPerson: ClassOfPerson | null
  unitId: Uuid | null
  unitName: string | null
  unitPath: string | null
  document: { type: DocumentType; masked: string | null } | null
  phoneMasked: string | null
  provisional: boolean
  home: string | null
  post: string | null
  party: string | null
  skills?: string | null
  badge?: string | null
}

export interface PersonFile extends PersonRow {
  memberships: PersonMembership[] | null
  roles: { role: string; since: string | null; until: string | null }[] | null
  household: PersonRow[] | null
  /** The others of their A/B pairs. */
  counterparts?: PersonRow[] | null
}

export interface PersonMembership {
  unitId: Uuid
  unitPath: string
  post: string | null
  classOfPerson: ClassOfPerson | null
  from: string | null
  until: string | null
}

export interface TimelineEntry {
  at: Instant
  recordedAt: Instant
  kind: string
  summary: Texts
  source: string
  place: Uuid | null
}

export type TimelinePage = Page<TimelineEntry>
