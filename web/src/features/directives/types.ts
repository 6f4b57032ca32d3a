import type { Uuid } from '@/api'

export interface Named {
  id: Uuid
  name: string
  path: string
}
/** Who signed, and for whom. */
export interface Signed {
  name: string
  onBehalfOf: string | null
}
export interface DutyState {
  id: Uuid
  state: 'waiting' | 'open' | 'late' | 'done' | 'waived'
  dueAt: string
  stateAt: string
  step: number
}
export interface FileName {
  id: Uuid
  name: string
  type: string
  size: number
  digest: string
}
export interface Upstream {
  id: Uuid
  number: string
  issuer: string
  title: string
  text: string
  file: FileName | null
  receivedAt: string
  unit: Named | null
  state: 'open' | 'answered'
  duty: DutyState | null
  answer: string | null
  answerFile: FileName | null
  answeredAt: string | null
  answeredBy: Signed | null
}
export interface Standing {
  total: number
  acknowledged: number
  reported: number
  accepted: number
  late: number | null
}
export interface Directive {
  id: Uuid
  title: string
  text: string
  issuedAt: string
  issuedBy: Signed
  upstream: {
    id: Uuid
    number: string
    issuer: string
    title: string
    text: string
    fileId: Uuid | null
  } | null
  upstreamFile: FileName | null
  feedbackId: Uuid | null
  standing: Standing
}
export type TaskState = 'issued' | 'acknowledged' | 'reported' | 'returned' | 'accepted'
export interface Task {
  id: Uuid
  directiveId: Uuid
  title: string
  parentId: Uuid | null
  from: Named | null
  unit: Named
  text: string
  evidence: string
  fileNeeded: boolean
  state: TaskState
  stateAt: string
  round: number
  percent: number
  acknowledgedAt: string | null
  acknowledgedBy: Signed | null
  below: { total: number; acknowledged: number; reported: number; accepted: number }
  duty: DutyState | null
  mayCarryOut: boolean
  mayJudge: boolean
}
export interface Done {
  id: Uuid
  at: string
  what: string
  by: Signed
  unitId: Uuid | null
  note: string | null
  percent: number | null
  fileId: Uuid | null
  fileName: string | null
}
export interface DirectiveFile {
  directive: Directive
  tasks: Task[]
  acts: Done[]
}
export interface TaskFile {
  task: Task
  acts: Done[]
}
export interface UnitStanding {
  unit: Named
  late: number
  open: number
  unsigned: number
  reported: number
}
export interface Account {
  id: Uuid
  name: string
}
export interface Approver {
  account: Account
  deputy: { deputy: Account; from: string; until: string; setBy: string; now: boolean } | null
  mine: boolean
  maySet: boolean
}
export interface Deputies {
  approvers: Approver[]
  candidates: Account[]
}
export type TaskAct = 'acknowledge' | 'split' | 'progress' | 'done' | 'return' | 'accept'
