import { computed, markRaw, reactive, shallowReactive } from 'vue'
import { type Direction, type Verdict } from '@/domain/verdict'
import { FieldDatabase } from './device/database'
import { type Enrolled, FieldApi, type GuardEntry } from './device/fieldApi'
import { DeviceKeys } from './device/keys'
import { type PinTries } from './device/pin'
import { Roster, type RosterHead } from './device/roster'
import { Shelf } from './device/shelf'
import { DeviceClock } from './device/worldClock'
import { type Draft, stepOf, verdictOf } from './gate/pass'
import { type DrainState } from './queue/drain'
import { Drafts } from './queue/drafts'
import { type Done, Outbox, type Summary } from './queue/outbox'

export type Stage =
  'loading' | 'enrol' | 'guard' | 'lane' | 'gate' | 'sampling' | 'declare' | 'unusable'

/** Why the last scan led nowhere; the screen says what to do. */
export type ScanFault = 'unreadable' | 'finish_first' | 'scan_first' | `document_${string}`

export interface Settings {
  lane: string | null
  direction: Direction
  sound: boolean
}

export interface OnDuty {
  id: string
  name: string
  since: number
}

export const HOUR = 3_600_000

/** Everything the screens see. The draft and its verdict change in the same tick as the input. */
export const state = reactive({
  stage: 'loading' as Stage,
  device: null as Omit<Enrolled, 'token'> | null,
  revoked: false,
  head: null as RosterHead | null,
  guards: [] as GuardEntry[],
  guard: null as OnDuty | null,
  pinTries: { wrong: 0, notBefore: 0 } as PinTries,
  lane: null as string | null,
  direction: 'in' as Direction,
  sound: true,
  reachable: null as boolean | null,
  drain: 'idle' as DrainState,
  waiting: 0,
  attention: 0,
  oldestQueuedAt: null as number | null,
  passesToday: 0,
  heldToday: 0,
  draft: null as Draft | null,
  fault: null as ScanFault | null,
  typing: '',
  last: null as (Summary & { at: string }) | null,
  differing: shallowReactive([] as Done[]),
  now: Date.now(),
  worldNow: Date.now(),
  /** Milliseconds from the end of the last scan to its verdict painted. */
  latencyMs: null as number | null,
  persisted: null as boolean | null,
  updateReady: false,
})

/** One of each behind all screens. */
export const database = markRaw(new FieldDatabase())
export const keys = new DeviceKeys(database)
export const shelf = new Shelf(database, keys)
export const roster = new Roster(database, keys, shelf)
export const outbox = new Outbox(database, keys)
export const api = new FieldApi()
export const clock = new DeviceClock()
/** What has begun in this tab; open from the start on. */
export const begunWork = {} as { drafts: Drafts<Draft> }

export const verdict = computed<Verdict | null>(() =>
  state.draft ? verdictOf(state.draft, state.head) : null,
)
export const step = computed(() => (state.draft ? stepOf(state.draft, state.head) : null))
export const rosterExpired = computed(() => {
  const { head } = state
  return head !== null && Date.parse(head.expiresAt) <= state.worldNow
})
/** Hours since the oldest fact that the server doesn't have; 0 when it has all. */
export const unsyncedHours = computed(() =>
  state.oldestQueuedAt === null ? 0 : Math.max(0, (state.now - state.oldestQueuedAt) / HOUR),
)

/** Inputs and their storage run one after the other, so that no scan overtakes another. */
let line: Promise<unknown> = Promise.resolve()
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = line.then(work, work)
  line = next.catch(() => undefined)
  return next
}

export const SAMPLING_POINT = 'sampling_point'

/** The kind of its place says what a device is for. */
export function atSamplingPoint(): boolean {
  return (state.head?.place.kind ?? state.device?.placeKind) === SAMPLING_POINT
}

export function nextStage(): Stage {
  if (state.device === null) return 'enrol'
  if (state.guard === null) return 'guard'
  if (atSamplingPoint()) return 'sampling'
  if (state.lane === null && (state.head?.lanes.length ?? 0) > 0) return 'lane'
  return 'gate'
}

export async function keepSettings(): Promise<void> {
  const { lane, direction, sound } = state
  await shelf.write('settings', { lane, direction, sound } satisfies Settings)
}
