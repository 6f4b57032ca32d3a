export type LetterState = 'open' | 'answered' | 'withdrawn'
export type Match = 'found' | 'other_name' | 'several' | 'nobody' | 'unusable'
export type Outcome = 'pending' | 'here' | 'left' | 'not_known' | 'handed_on'

/** A letter by which an authority asks after people. */
export interface Letter {
  id: string
  number: string
  sender: string
  receivedAt: string
  dueAt: string
  question: string
  by: string
  state: LetterState
  endedAt?: string | null
  endedBy?: string | null
  answer?: string | null
  answerDocument?: string | null
  why?: string | null
}

/** Somebody whom a letter asks after, with what helps to answer. */
export interface Asked {
  line: number
  name?: string | null
  document?: string | null
  phone?: string | null
  hint?: string | null
  match: Match
  personId?: string | null
  personName?: string | null
  unitName?: string | null
  seenAt?: string | null
  seenIn?: string | null
  inside?: boolean | null
  outcome: Outcome
  note?: string | null
  by?: string | null
  at?: string | null
}

export interface LetterFile {
  letter: Letter
  asked: Asked[]
}

/** Whom a letter asks after, as typed. */
export interface Wanted {
  name: string | null
  document: string | null
  phone: string | null
  hint: string | null
}
