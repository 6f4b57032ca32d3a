import { severity } from '@/domain/verdict'
import { version } from '../../package.json'
import {
  begunWork,
  api,
  atSamplingPoint,
  clock,
  database,
  HOUR,
  inTurn,
  keys,
  nextStage,
  type OnDuty,
  outbox,
  roster,
  rosterExpired,
  type Settings,
  shelf,
  state,
} from './core'
import { ApiFault, type Enrolled, type GuardEntry } from './device/fieldApi'
import { type PinTries } from './device/pin'
import { type ClockOffset, startOfDay } from './device/worldClock'
import { type Draft } from './gate/pass'
import { signalTrouble } from './gate/signals'
import { backoffMs } from './queue/backoff'
import { aloneOnThisDevice, Drain } from './queue/drain'
import { Drafts } from './queue/drafts'
import { conflictsOf } from './queue/outbox'
import { desk, openDesk, sampling } from './sampling/oneDesk'

const STATUS_EVERY_MS = 60_000
const REFRESH_EVERY_MS = 5 * 60_000
const DUTY_HOURS = 13

export const drain = new Drain(
  outbox,
  {
    send: async (facts) => {
      const receipts = await reached(api.facts(facts))
      return receipts
    },
    now: () => clock.nowIso(),
    alone: aloneOnThisDevice,
    random: Math.random,
    later: (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  },
  {
    onDone: (done) => {
      const differing = done.filter((d) => d.differs && d.summary.kind === 'pass')
      state.differing.unshift(...differing)
      if (
        differing.some((d) => severity(d.receipt.verdict?.action ?? 'pass') >= severity('hold'))
      ) {
        signalTrouble()
      }
      if (done.some((d) => conflictsOf(d).length > 0)) void countConflicts()
      void count()
    },
    onChange: (next) => {
      state.drain = next
      if (next !== 'sending') void count()
    },
    onRevoked: () => void revoke(),
  },
)

export async function reached<T>(call: Promise<T>): Promise<T> {
  try {
    const answer = await call
    state.reachable = true
    return answer
  } catch (error) {
    if (error instanceof ApiFault) {
      state.reachable = error.status !== 0 && error.status < 500
      if (error.code === 'security.device_revoked') void revoke()
    }
    throw error
  }
}

/** Opens what this device knows, offline or not, then talks to the server in the background. */
export async function start(): Promise<void> {
  begunWork.drafts = await Drafts.open<Draft>(database, keys)
  const [device, settings, guards, guard, offset, tries, head] = await Promise.all([
    shelf.read<Enrolled>('device'),
    shelf.read<Settings>('settings'),
    shelf.read<GuardEntry[]>('guards'),
    shelf.read<OnDuty>('guard'),
    shelf.read<ClockOffset>('clock'),
    shelf.read<PinTries>('pinTries'),
    roster.head(),
  ])
  if (offset) clock.set(offset)
  if (tries) state.pinTries = tries
  if (settings) Object.assign(state, settings)
  state.guards = guards ?? []
  state.head = head
  state.guard = guard && Date.now() - guard.since < DUTY_HOURS * HOUR ? guard : null
  tick()
  await dropExpiredRoster()
  if (device === null) {
    state.stage = 'enrol'
    await count()
    return
  }
  state.draft = await begunWork.drafts.adopt()
  use(device)
  await openDeskHere()
  await count()
  begun()
}

export function use(device: Enrolled): void {
  const { token, ...rest } = device
  api.token = token
  state.device = rest
  state.revoked = false
  state.lane ??= device.lane ?? null
  state.stage = nextStage()
}

let deskOpened = false

/** At a sampling point: its tubes as they were left, before the first scan can come. */
async function openDeskHere(): Promise<void> {
  if (!atSamplingPoint() || deskOpened) return
  deskOpened = true
  await openDesk()
  await countConflicts()
}

let timersRun = false
export function begun(): void {
  drain.resume()
  void refresh()
  void listen()
  if (timersRun) return
  timersRun = true
  setInterval(tick, 1_000)
  setInterval(() => void report(), STATUS_EVERY_MS)
  setInterval(() => void refresh(), REFRESH_EVERY_MS)
  addEventListener('online', () => {
    drain.kick(true)
    void refresh()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return
    tick()
    drain.kick(true)
    void count()
  })
}

function tick(): void {
  state.now = Date.now()
  state.worldNow = clock.now()
  if (state.guard && state.draft === null && state.now - state.guard.since > DUTY_HOURS * HOUR)
    void lock()
  if (rosterExpired.value) void dropExpiredRoster()
}

async function dropExpiredRoster(): Promise<void> {
  if (state.head === null || Date.parse(state.head.expiresAt) > clock.now()) return
  state.head = null
  await roster.wipe()
}

export async function lock(): Promise<void> {
  state.guard = null
  await shelf.remove('guard')
  state.stage = nextStage()
}

/** Clock first: everything else is stamped by it. Each part may fail alone. */
export async function refresh(): Promise<void> {
  if (api.token === null) return
  await quietly(async () => {
    const offset = clock.heard(await reached(api.clock()))
    tick()
    await shelf.write('clock', offset)
  })
  await quietly(async () => {
    const guards = await reached(api.guards())
    state.guards = guards
    await shelf.write('guards', guards)
  })
  await quietly(async () => {
    const sheet = await reached(api.roster())
    state.head = await roster.replace(sheet)
    await keepKind(sheet.place.kind ?? null)
    await openDeskHere()
    if (state.stage === 'gate' && state.guard) state.stage = nextStage()
  })
  if (atSamplingPoint()) {
    await quietly(async () => {
      const answer = await reached(api.sampling())
      await inTurn(() => desk.replaceSheet(answer))
    })
  }
  await report()
}

async function keepKind(placeKind: string | null): Promise<void> {
  const device = await shelf.read<Enrolled>('device')
  if (device === null || device.placeKind === placeKind) return
  await shelf.write('device', { ...device, placeKind })
  if (state.device) state.device = { ...state.device, placeKind }
}

let listening: AbortController | null = null

/** Hears what can't wait for the next refresh, for as long as this device is enrolled. */
async function listen(): Promise<void> {
  listening?.abort()
  const mine = new AbortController()
  listening = mine
  let openedBefore = false
  for (let attempt = 0; !mine.signal.aborted && api.token !== null; attempt++) {
    await quietly(async () => {
      await api.events((name, data) => {
        attempt = 0
        if (name !== 'open') heard(name, data)
        else if (openedBefore)
          refreshWithin(SPREAD_ALL_MS) // what was told meanwhile was missed
        else openedBefore = true
      }, mine.signal)
    })
    const ms = backoffMs(Math.max(1, attempt), null, Math.random)
    await new Promise((resolve) => setTimeout(resolve, ms))
  }
}

const SPREAD_MS = 3_000
const SPREAD_ALL_MS = 20_000

/** An evacuation opens the gate in this moment; the roster follows, not all devices at once. */
function heard(name: string, data: unknown): void {
  if (name === 'evacuation') {
    const places = (data as { places?: string[] }).places ?? []
    const here = state.device !== null && places.includes(state.device.placeId)
    if (state.head !== null) state.head = { ...state.head, evacuation: here }
    refreshWithin(SPREAD_ALL_MS)
  } else if (name.startsWith('roster')) {
    refreshWithin(SPREAD_MS)
  }
}

function refreshWithin(ms: number): void {
  setTimeout(() => void refresh(), Math.random() * ms)
}

async function report(): Promise<void> {
  if (api.token === null) return
  await quietly(async () => {
    await count()
    const answer = await reached(
      api.status({
        unsynced: state.waiting + state.attention,
        oldestUnsynced:
          state.oldestQueuedAt === null ? null : new Date(state.oldestQueuedAt).toISOString(),
        appVersion: version,
        rosterAge:
          state.head === null
            ? null
            : Math.round((clock.now() - Date.parse(state.head.asOf)) / 1_000),
      }),
    )
    if (answer.revoked) await revoke()
    else if (state.waiting > 0) drain.kick()
  })
}

/** The server may be away at any time; that is no news to anyone but the status line. */
async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error
  }
}

let counting: Promise<void> | null = null
let countAgain = false

/** Shows what is in the outbox. One count at a time: an older one never overwrites a newer. */
export function count(): Promise<void> {
  countAgain = true
  counting ??= countWhileAsked().finally(() => {
    counting = null
  })
  return counting
}

async function countWhileAsked(): Promise<void> {
  while (countAgain) {
    countAgain = false
    const counts = await outbox.counts()
    state.waiting = counts.waiting
    state.attention = counts.attention
    state.oldestQueuedAt = counts.oldestQueuedAt
  }
}

/** Counts the day from what is on the device; done once at start and when the day turns. */
export async function countDay(): Promise<void> {
  const { done, waiting } = await outbox.since(startOfDay(clock.now()))
  const all = [...done, ...waiting].map((e) => e.summary)
  const passes = all.filter((s) => s.kind === 'pass' || s.kind === 'emergency')
  sampling.swabsToday =
    all.filter((s) => s.kind === 'swab').length - all.filter((s) => s.kind === 'undo').length
  sampling.sealedToday = all.filter((s) => s.kind === 'seal').length
  state.passesToday = passes.length
  state.heldToday = passes.filter((s) => s.action === 'hold').length
  state.differing.splice(0, state.differing.length, ...done.filter((d) => d.differs))
}

const CONFLICT_DAYS = 2

/** What the server kept though it contradicts something, until a person has read it. */
export async function countConflicts(): Promise<void> {
  const { done } = await outbox.since(clock.now() - CONFLICT_DAYS * 24 * HOUR)
  sampling.conflicts = done.filter((d) => conflictsOf(d).length > 0 && !d.seen)
}

/** The device was taken out of service: people, guards and token go; unsent facts stay sealed. */
async function revoke(): Promise<void> {
  if (state.revoked) return
  state.revoked = true
  api.token = null
  drain.stop()
  listening?.abort()
  state.draft = null
  state.guard = null
  state.guards = []
  state.head = null
  state.device = null
  state.lane = null
  await begunWork.drafts.drop()
  await desk.wipe()
  await roster.wipe()
  await Promise.all(['device', 'guards', 'guard', 'settings'].map((name) => shelf.remove(name)))
  await database.history.clear()
  await count()
  state.stage = 'enrol'
}
