/** What the server says, word for word. Instants are ISO-8601 in UTC, dates yyyy-MM-dd, ids UUIDs. */

export type Instant = string
export type Uuid = string

export interface Page<T> {
  items: T[]
  next: string | null
  total?: number | null
}

export interface Texts {
  zh: string
  en: string
}

export interface Named {
  id: Uuid
  name: string
}

// ── meta, clock ────────────────────────────────────────────────────────────────────────────────

export interface DemoAccount {
  username: string
  password: string
  role: string
  note?: string | null
}

export interface Meta {
  name: string
  version: string
  demo: boolean
  demoAccounts?: DemoAccount[] | null
  languages: string[]
  rootCertificate?: string | null
  fieldUrl?: string | null
}

export interface ClockReading {
  wall: Instant
  world: Instant
  offsetMs: number
  rate: number
}

// ── session, accounts, devices ─────────────────────────────────────────────────────────────────

export type Permission =
  | 'ACCOUNTS_MANAGE'
  | 'DEVICES_MANAGE'
  | 'AUDIT_READ'
  | 'PEOPLE_READ'
  | 'PEOPLE_MANAGE'
  | 'PEOPLE_UNMASK'
  | 'POLICY_READ'
  | 'POLICY_MANAGE'
  | 'POLICY_SWITCH'
  | 'SCREENING_READ'
  | 'SCREENING_ACT'
  | 'SCREENING_LIST'
  | 'FACTS_SUBMIT'
  | 'GATES_WATCH'
  | 'GATES_ACT'
  | 'GATES_APPROVE'
  | 'DUTIES_READ'
  | 'DUTIES_ACT'
  | 'ROLLCALL_READ'
  | 'ROLLCALL_FILE'
  | 'COMMAND_READ'
  | 'COMMAND_CARRY_OUT'
  | 'COMMAND_DIRECT'
  | 'REPORTS_READ'
  | 'REPORTS_SIGN'
  | 'CHANNELS_MANAGE'
  | 'STATUS_READ'
  | 'STATUS_EVIDENCE'
  | 'STATUS_PROPOSE'
  | 'STATUS_DECIDE'
  | 'SAMPLING_READ'
  | 'SAMPLING_MANAGE'
  | 'SAMPLING_REGISTER'
  | 'LABORATORY_REPORT'
  | 'RESULTS_READ'
  | 'CASES_READ'
  | 'CASES_ACT'
  | 'CASES_DECIDE'
  | 'INCIDENT_READ'
  | 'INCIDENT_ACT'
  | 'ISOLATION_READ'
  | 'ISOLATION_ACT'
  | 'FOLLOW_UP'
  | 'TRANSFER_READ'
  | 'TRANSFER_ASK'
  | 'TRANSFER_ACT'
  | 'CLOCK_SET'

export const ROLES = [
  'administrator',
  'command',
  'unit_lead',
  'gate_lead',
  'cdc_liaison',
  'investigator',
  'isolation_lead',
  'transfer_officer',
  'follow_up_worker',
  'sampling_lead',
  'medic',
  'laboratory',
  'guard',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]

export interface Me {
  account: { id: Uuid; username: string; displayName: string; language: string | null }
  roles: Role[]
  permissions: Permission[]
  scope: { everywhere: boolean; units: Named[] }
  mustChangePassword: boolean
  demo: boolean
}

export interface Account {
  id: Uuid
  username: string
  displayName: string
  roles: Role[]
  units: Named[]
  everywhere: boolean
  validUntil?: string | null
  disabled: boolean
  lockedUntil?: Instant | null
  lastSignIn?: Instant | null
  hasPin: boolean
}

export interface Device {
  id: Uuid
  name: string
  placeId: Uuid
  placeName: string | null
  lane?: string | null
  state: 'awaiting' | 'active' | 'revoked'
  enrolledAt?: Instant | null
  lastSeen?: Instant | null
  unsynced?: number | null
  oldestUnsynced?: Instant | null
  appVersion?: string | null
}

export interface EnrolmentCode {
  device: Device
  code: string
  expiresAt: Instant
}

// ── people ─────────────────────────────────────────────────────────────────────────────────────

export const UNIT_KINDS = [
  'district',
  'group',
  'subsidiary',
  'department',
  'shift_team',
  'project',
  'enterprise',
  'village',
  'outside',
] as const
export type UnitKind = (typeof UNIT_KINDS)[number]

export interface Unit {
  id: Uuid
  code: string
  name: string
  kind: UnitKind
  parentId: Uuid | null
  people: number
  children?: Unit[]
}

export const PLACE_KINDS = [
  'park',
  'plant',
  'gate',
  'plant_gate',
  'checkpoint',
  'road_checkpoint',
  'sampling_point',
  'canteen',
  'holding_room',
  'isolation_site',
  'dormitory',
  'room',
  'steam_plant',
  'heating_station',
  'sewage_plant',
  'shift_bus',
  'public_area',
] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

export interface Place {
  id: Uuid
  code: string
  name: string
  kind: PlaceKind
  parentId: Uuid | null
  level: 'park' | 'plant' | 'room' | 'none'
  zoneId?: Uuid | null
  enters?: Uuid | null
  x: number | null
  y: number | null
  lanes: string[]
  /** How many people it holds; absent: not known. */
  capacity?: number | null
}

export type PersonKind =
  'employee' | 'builder' | 'enterprise_worker' | 'resident' | 'outside' | 'visitor'
export const PERSON_KINDS: PersonKind[] = [
  'employee',
  'builder',
  'enterprise_worker',
  'resident',
  'outside',
  'visitor',
]
export type ClassOfPerson = 'shift_worker' | 'visitor' | 'contractor' | 'driver' | 'villager'
export type DocumentType =
  'resident_id' | 'residence_permit' | 'home_return_permit' | 'passport' | 'other'

export interface Person {
  id: Uuid
  name: string
  sex: 'male' | 'female' | 'unknown' | null
  /** The birth date with the masked number would give the number whole. */
  age: number | null
  kind: PersonKind
  classOfPerson: ClassOfPerson | null
  unitId: Uuid | null
  unitName: string | null
  unitPath: string | string[] | null
  document: { type: DocumentType; masked: string } | null
  phoneMasked: string | null
  provisional: boolean
  home: string | null
  post: string | null
  party: 'member' | 'league' | 'none' | null
  skills?: string | null
  badge?: string | null
}

export interface Membership {
  unitId: Uuid
  unitName: string
  unitPath?: string | string[] | null
  post?: string | null
  from: string | null
  until: string | null
}

export interface PersonFile extends Person {
  memberships: Membership[]
  roles: { role: string; unitName?: string | null; from?: string | null; until?: string | null }[]
  household: { id: Uuid; name: string | null; unitName?: string | null }[]
}

export interface TimelineEntry {
  at: Instant
  recordedAt: Instant
  kind: string
  summary: Texts
  source: string
  place?: Named | string | null
}

export interface Unmasked {
  document: { type: DocumentType; number: string } | null
  phone: string | null
  birthDate?: string | null
}

export type ImportKind = 'units' | 'places' | 'people' | 'auto'
export type ImportState =
  'reading' | 'previewed' | 'committing' | 'committed' | 'cancelled' | 'failed'

export interface ImportJob {
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
  columns?: { header: string; field: string | null }[] | null
  sample?: ImportRow[] | null
  failure?: string | null
}

export interface ProblemBodyLike {
  code?: string
  field?: string | null
  value?: unknown
  cure?: string | null
  message?: string | null
}

export interface ImportRow {
  number: number
  state: string
  row: number
  sheet?: string | null
  reasons: ProblemBodyLike[]
  cells: Record<string, unknown>
}

// ── policy ─────────────────────────────────────────────────────────────────────────────────────

export interface PolicyLayer {
  id: string
  name: Texts
  jurisdiction: string
}

export interface PolicyRule {
  key: string
  value: unknown
  disease: string
  edition: string
  article: string | null
  jurisdiction: string
  validFrom: string | null
  validTo: string | null
  source: string | null
  confidence: 'verified' | 'unverified'
  meaning: Texts | null
}

export interface PolicyInForce {
  snapshot: string
  at: Instant
  layers: PolicyLayer[]
  rules: PolicyRule[]
}

// ── gates ──────────────────────────────────────────────────────────────────────────────────────

export const ACTIONS = ['pass', 're_measure', 'test_first', 'hold', 'deny', 'manual'] as const
export type Action = (typeof ACTIONS)[number]

export type ReasonCategory =
  | 'health_code'
  | 'temperature'
  | 'test'
  | 'trip'
  | 'identity'
  | 'restriction'
  | 'missing_field'
  | 'escort'
  | 'override'
  | 'emergency'
  | 'check'

/** Reasons that an override may lift; red codes and positive tests are not among them. */
export const OVERRIDABLE_REASONS = [
  'colour_orange',
  'colour_yellow',
  'colour_expired',
  'colour_unknown',
  'colour_check_failed',
  'colour_timed_out',
  'colour_missing',
  'temperature_high_again',
  'temperature_missing',
  'temperature_implausible',
  'test_expired',
  'test_missing',
  'test_pending',
  'trip_risk',
  'trip_unknown',
  'trip_missing',
  'person_unknown',
  'person_provisional',
  'roster_stale',
  'restriction_hold',
  'restriction_test_first',
  'escort_missing',
  'reason_missing',
  'host_missing',
  'class_missing',
  'edition_missing',
] as const

export type Colour =
  | 'green'
  | 'yellow'
  | 'orange'
  | 'red'
  | 'expired'
  | 'unknown'
  | 'check_failed'
  | 'timed_out'
  | 'none'

export interface VerdictReason {
  code: string
  category: ReasonCategory
  rule?: string | null
  value?: unknown
  limit?: unknown
}

export interface Verdict {
  action: Action
  reasons: VerdictReason[]
  edition: string | null
  differs?: boolean
}

export interface Pass {
  id: Uuid
  at: Instant
  recordedAt: Instant
  skewMs: number
  flags: string[]
  place: Named
  lane: string | null
  direction: 'in' | 'out'
  person: { id: Uuid; name: string | null; unitName?: string | null; provisional?: boolean } | null
  temperatures: number[]
  colour: Colour | null
  verdict: Verdict
  deviceVerdict?: Partial<Verdict> | null
  differs: boolean
  guardName?: string | null
  method: string | null
}

export interface GateState {
  placeId: Uuid
  name: string
  x: number | null
  y: number | null
  lastPass: Instant | null
  ratePerMinute: number
  queue?: number | null
  devices?: { online: number; offline: number; unsynced: number } | null
  passesToday?: number
  evacuation: boolean
}

export interface Overview {
  world: Instant
  inside: { total: number; zones: { placeId: Uuid; name: string; people: number }[] }
  today: {
    in: number
    out: number
    held: number
    denied: number
    reMeasured: number
    manual: number
    testFirst?: number
  }
  openHolds: number
  openAlerts: number
  gates: GateState[]
}

export interface InsideEntry {
  person: {
    id: Uuid
    name: string | null
    unitName?: string | null
    phoneMasked?: string | null
    provisional?: boolean
  }
  zone: Named
  since: Instant
  viaPlace: Named | string | null
}

export interface Hold {
  id: Uuid
  person: { id: Uuid; name: string | null; unitName?: string | null }
  place: Named
  holdingRoom: Named | null
  receiver: string | null
  reasons: string[]
  openedAt: Instant
  dueAt: Instant
  state: 'open' | 'received' | 'closed'
  outcome?: string | null
  note?: string | null
}

export interface Alert {
  id: Uuid
  kind: string
  at?: Instant
  openedAt?: Instant
  place?: Named | null
  person?: { id: Uuid; name: string | null } | null
  detail?: Texts | string | Record<string, unknown> | null
  state?: 'open' | 'closed'
}

export interface Override {
  id: Uuid
  person: { id: Uuid; name: string | null; unitName?: string | null }
  place: Named | null
  reasons: string[]
  reason: string
  until: Instant
  approver?: string | null
  approverName?: string | null
  createdAt?: Instant | null
  endedAt?: Instant | null
}

export interface Evacuation {
  id: Uuid
  zone?: Named | null
  zoneId?: Uuid
  kind: string
  reason: string
  startedAt: Instant
  endedAt?: Instant | null
}

// ── audit ──────────────────────────────────────────────────────────────────────────────────────

export interface AuditEntry {
  id: string | number
  at: Instant
  actor?: { id?: Uuid; name?: string } | string | null
  actorName?: string | null
  action: string
  subject?: unknown
  detail?: unknown
}

export interface AuditSeal {
  upTo?: string | number
  at: Instant
  head: string
  entries?: number
}
