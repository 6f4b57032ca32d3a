import type { Instant, Uuid } from '@/api'

export interface NamedPerson {
  id: Uuid
  name?: string | null
  unitName?: string | null
}

export type Classification = 'suspected' | 'clinical' | 'confirmed' | 'asymptomatic'
export type CaseState = 'open' | 'closed' | 'withdrawn'
export type ContactState =
  'candidate' | 'close' | 'secondary' | 'general' | 'dropped' | 'lapsed' | 'withdrawn'
export type Ruling = 'close' | 'secondary' | 'general' | 'dropped'

export interface CaseFile {
  id: Uuid
  number: string
  person: NamedPerson
  disease: string
  classification: Classification
  /** What the edition calls it by what is known. */
  proposed?: Classification | null
  document?: string | null
  onset?: string | null
  sampledAt?: Instant | null
  symptoms?: string | null
  /** Times in 24 hours, or 1 for there and 0 for not. */
  signs: Record<string, number>
  symptomsEndedAt?: Instant | null
  /** From when the edition lets the person go. */
  freeAt?: Instant | null
  /** The negatives in a row that their work asks for. */
  back?: { group: 'food' | 'care'; negatives: number; have: number } | null
  controlledAt?: Instant | null
  state: CaseState
  outcome?: string | null
  why?: string | null
  openedAt: Instant
  openedBy: string
  bySwab: boolean
  endedAt?: Instant | null
  reportedAt?: Instant | null
  reportedTo?: string | null
  since: Instant
  until?: Instant | null
  tracedAt?: Instant | null
  contacts: Partial<Record<ContactState, number>>
  version: number
}

/** What the rules in force call a case, and so what must be asked. */
export interface Definition {
  disease: string
  signs: string[]
  counted: string[]
  defined: Classification[]
}

export interface Contact {
  person: NamedPerson
  degree: 1 | 2
  via?: NamedPerson | null
  proposed: 'close' | 'secondary' | 'general'
  state: ContactState
  source: 'traced' | 'interview'
  firstExposure: Instant
  lastExposure: Instant
  exposures: number
  minutes: number
  foundAt: Instant
  decidedAt?: Instant | null
  decider?: string | null
  document?: string | null
  reason?: string | null
  ownCase?: string | null
  newer: boolean
  version: number
}

export interface ContactFile {
  contact: Contact
  exposures: {
    of: NamedPerson
    kind: 'zone' | 'ride' | 'tube' | 'household' | 'interview'
    placeName?: string | null
    tube?: string | null
    from: Instant
    until: Instant
    minutes: number
    note?: string | null
    by?: string | null
  }[]
  decisions: {
    at: Instant
    was: ContactState
    became: ContactState
    document?: string | null
    reason: string
    by: string
  }[]
}

export interface Outcome {
  decided: number
  left: { person: Uuid; code: string }[]
}

/** A part of an itinerary: what the park recorded (no id) or what people told. */
export interface ItineraryPart {
  id?: string | null
  from: string
  until?: string | null
  placeId?: string | null
  place?: string | null
  where?: string | null
  transport?: string | null
  note?: string | null
  source: string
  /** Said to be outside while the records have the person inside. */
  contradicted: boolean
  by?: string | null
  struckAt?: string | null
  struckBy?: string | null
  struckWhy?: string | null
}

export interface Itinerary {
  since: string
  until: string
  parts: ItineraryPart[]
  more: boolean
}
