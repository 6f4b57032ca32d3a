import { computed, markRaw, reactive, shallowReactive } from 'vue'
import { faultOf, type IdentityDocument, normalise, recognise } from '@/domain/documents'
import { uuidv7 } from '@/domain/uuidv7'
import { type Direction, type Emergency, severity, type Verdict } from '@/domain/verdict'
import { version } from '../../package.json'
import { FieldDatabase } from './device/database'
import { ApiFault, type Enrolled, FieldApi, type GuardEntry } from './device/fieldApi'
import { type HandoverCounts, handoverFact } from './device/handover'
import { DeviceKeys } from './device/keys'
import { afterWrongPin, pinMatches, type PinTries } from './device/pin'
import { Roster, type RosterHead } from './device/roster'
import { Shelf } from './device/shelf'
import { type ClockOffset, DeviceClock, startOfDay } from './device/worldClock'
import {
  begin,
  type Draft,
  emergencyFact,
  factOf,
  stepOf,
  type Subject,
  summaryOf,
  verdictOf,
} from './gate/pass'
import { signalFor, signalTrouble, signalTouch } from './gate/signals'
import { temperatureOf } from './input/scanner'
import { backoffMs } from './queue/backoff'
import { aloneOnThisDevice, Drain, type DrainState } from './queue/drain'
import { Drafts } from './queue/drafts'
import { type Done, Outbox, type Summary, type Waiting } from './queue/outbox'

export type Stage = 'loading' | 'enrol' | 'guard' | 'lane' | 'gate' | 'unusable'

/** Why the last scan led nowhere; the screen says what to do. */
export type ScanFault = 'unreadable' | 'finish_first' | 'scan_first' | `document_${string}`

interface Settings {
  lane: string | null
  direction: Direction
  sound: boolean
}

interface OnDuty {
  id: string
  name: string
  since: number
}

const STATUS_EVERY_MS = 60_000
const REFRESH_EVERY_MS = 5 * 60_000
const DUTY_HOURS = 13
const HOUR = 3_600_000

/** Everything the screens see. The draft and its verdict change in the same tick as the input. */
const state = reactive({
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

const database = markRaw(new FieldDatabase())
const keys = new DeviceKeys(database)
const shelf = new Shelf(database, keys)
const roster = new Roster(database, keys, shelf)
const outbox = new Outbox(database, keys)
const api = new FieldApi()
const clock = new DeviceClock()
let drafts: Drafts<Draft>

const drain = new Drain(
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
      void count()
    },
    onChange: (next) => {
      state.drain = next
      if (next !== 'sending') void count()
    },
    onRevoked: () => void revoke(),
  },
)

/** Inputs and their storage run one after the other, so that no scan overtakes another. */
let line: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = line.then(work, work)
  line = next.catch(() => undefined)
  return next
}

const verdict = computed<Verdict | null>(() =>
  state.draft ? verdictOf(state.draft, state.head) : null,
)
const step = computed(() => (state.draft ? stepOf(state.draft, state.head) : null))
const rosterExpired = computed(() => {
  const { head } = state
  return head !== null && Date.parse(head.expiresAt) <= state.worldNow
})
/** Hours since the oldest fact that the server doesn't have; 0 when it has all. */
const unsyncedHours = computed(() =>
  state.oldestQueuedAt === null ? 0 : Math.max(0, (state.now - state.oldestQueuedAt) / HOUR),
)

async function reached<T>(call: Promise<T>): Promise<T> {
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
async function start(): Promise<void> {
  drafts = await Drafts.open<Draft>(database, keys)
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
  state.draft = await drafts.adopt()
  use(device)
  await count()
  begun()
}

function use(device: Enrolled): void {
  const { token, ...rest } = device
  api.token = token
  state.device = rest
  state.revoked = false
  state.lane ??= device.lane ?? null
  state.stage = nextStage()
}

function nextStage(): Stage {
  if (state.device === null) return 'enrol'
  if (state.guard === null) return 'guard'
  if (state.lane === null && (state.head?.lanes.length ?? 0) > 0) return 'lane'
  return 'gate'
}

let timersRun = false
function begun(): void {
  drain.resume()
  void refresh()
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

/** Clock first: everything else is stamped by it. Each part may fail alone. */
async function refresh(): Promise<void> {
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
    if (state.stage === 'gate' && state.guard) state.stage = nextStage()
  })
  await report()
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
function count(): Promise<void> {
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
async function countDay(): Promise<void> {
  const { done, waiting } = await outbox.since(startOfDay(clock.now()))
  const passes = [...done, ...waiting].map((e) => e.summary).filter((s) => s.kind !== 'handover')
  state.passesToday = passes.length
  state.heldToday = passes.filter((s) => s.action === 'hold').length
  state.differing.splice(0, state.differing.length, ...done.filter((d) => d.differs))
}

const ENROL_ATTEMPTS = 5

/** Many phones enrol at once behind one address: a short “not yet” is waited out, not shown. */
async function enrolPatiently(code: string): Promise<Enrolled> {
  const publicKey = await keys.publicKey()
  for (let attempt = 1; ; attempt++) {
    try {
      return await reached(api.enrol(code, publicKey))
    } catch (error) {
      const busy = error instanceof ApiFault && error.status === 429
      if (!busy || attempt === ENROL_ATTEMPTS) throw error
      const ms = backoffMs(attempt, error.retryAfterMs, Math.random)
      await new Promise((resolve) => setTimeout(resolve, ms))
    }
  }
}

async function enrol(code: string): Promise<void> {
  const enrolled = await enrolPatiently(code.trim())
  await shelf.write('device', enrolled)
  state.persisted = (await navigator.storage?.persist?.()) ?? null
  use(enrolled)
  begun()
}

/** The device was taken out of service: people, guards and token go; unsent facts stay sealed. */
async function revoke(): Promise<void> {
  if (state.revoked) return
  state.revoked = true
  api.token = null
  drain.stop()
  state.draft = null
  state.guard = null
  state.guards = []
  state.head = null
  state.device = null
  state.lane = null
  await drafts.drop()
  await roster.wipe()
  await Promise.all(['device', 'guards', 'guard', 'settings'].map((name) => shelf.remove(name)))
  await database.history.clear()
  await count()
  state.stage = 'enrol'
}

async function signIn(
  guard: GuardEntry,
  pin: string,
  note: string,
): Promise<'ok' | 'wrong' | 'wait'> {
  if (guard.pin === null || state.pinTries.notBefore > Date.now()) return 'wait'
  if (!(await pinMatches(pin, guard.pin))) {
    state.pinTries = afterWrongPin(state.pinTries, Date.now())
    await shelf.write('pinTries', state.pinTries)
    return 'wrong'
  }
  state.pinTries = { wrong: 0, notBefore: 0 }
  await shelf.write('pinTries', state.pinTries)
  await takeOver(guard, note)
  state.stage = nextStage()
  return 'ok'
}

/** A guard who comes back to their own device takes nothing over. */
async function takeOver(guard: GuardEntry, note: string): Promise<void> {
  const before = await shelf.read<OnDuty>('lastGuard')
  await countDay()
  if (before?.id !== guard.accountId && state.device) {
    await count()
    const counts: HandoverCounts = {
      passes: state.passesToday,
      held: state.heldToday,
      unsynced: state.waiting + state.attention,
    }
    const guards = { from: before?.id ?? null, to: guard.accountId }
    const fact = await handoverFact(
      keys,
      uuidv7(),
      clock.nowIso(),
      state.device.placeId,
      guards,
      counts,
      note,
    )
    const title = before ? `${before.name} → ${guard.displayName}` : guard.displayName
    await outbox.add(fact, { title, action: null, direction: null, kind: 'handover' })
    drain.kick()
  }
  state.guard = { id: guard.accountId, name: guard.displayName, since: Date.now() }
  await shelf.write('guard', state.guard)
  await shelf.write('lastGuard', state.guard)
  await count()
}

async function lock(): Promise<void> {
  state.guard = null
  await shelf.remove('guard')
  state.stage = nextStage()
}

async function keepSettings(): Promise<void> {
  const { lane, direction, sound } = state
  await shelf.write('settings', { lane, direction, sound } satisfies Settings)
}

async function chooseLane(lane: string | null): Promise<void> {
  state.lane = lane ?? ''
  await keepSettings()
  state.stage = 'gate'
}

async function setDirection(direction: Direction): Promise<void> {
  state.direction = direction
  if (state.draft) edit({ direction })
  await keepSettings()
}

async function setSound(sound: boolean): Promise<void> {
  state.sound = sound
  await keepSettings()
}

/** A line from a scanner, the camera or the keys of a gate PC. */
function scanned(text: string, at: number, method: 'scan' | 'typed' = 'scan'): Promise<void> {
  return inTurn(async () => {
    if (state.stage !== 'gate') return
    const temperature = temperatureOf(text)
    if (temperature !== null) measured(temperature, at)
    else await arrived(text, at, method)
  })
}

function measured(temperature: number, at: number): void {
  if (state.draft === null) {
    trouble('scan_first')
    return
  }
  addTemperature(temperature)
  timeFrom(at)
}

async function arrived(text: string, at: number, method: 'scan' | 'typed'): Promise<void> {
  const subject = await subjectOf(text)
  if (typeof subject === 'string') {
    trouble(subject)
    return
  }
  await present(subject, at, method)
}

/** The next person's scan confirms a pass: the gate is open already. Anything else is finished first. */
async function present(subject: Subject, at: number, method: 'scan' | 'typed'): Promise<void> {
  if (state.draft !== null) {
    if (same(state.draft.subject, subject)) return
    if (step.value !== 'decide' || verdict.value?.action !== 'pass') {
      trouble('finish_first')
      return
    }
    await store()
  }
  const { direction, lane } = state
  const draft = begin({
    id: uuidv7(),
    at: clock.nowIso(),
    subject,
    method,
    direction,
    lane: lane || null,
  })
  state.fault = null
  state.draft = draft
  announce()
  timeFrom(at)
  await drafts.keep(draft)
}

async function subjectOf(text: string): Promise<Subject | ScanFault> {
  const document = recognise(text)
  if (document === null) {
    const entry = await roster.find('badge', text.trim())
    return entry ? { known: true, entry } : 'unreadable'
  }
  return subjectOfDocument(document)
}

async function subjectOfDocument(document: IdentityDocument): Promise<Subject | ScanFault> {
  const number = normalise(document.type, document.number)
  const tidied = { type: document.type, number }
  const fault = faultOf(tidied)
  if (fault !== null) return `document_${fault}`
  const entry = await roster.find(tidied.type, tidied.number)
  return entry
    ? { known: true, entry }
    : { known: false, document: tidied, name: null, phone: null }
}

/** A document typed by hand, of a stated kind. */
function typed(document: IdentityDocument): Promise<ScanFault | null> {
  return inTurn(async () => {
    const subject = await subjectOfDocument(document)
    if (typeof subject === 'string') return subject
    await present(subject, performance.now(), 'typed')
    return null
  })
}

function same(a: Subject, b: Subject): boolean {
  if (a.known && b.known) return a.entry.id === b.entry.id
  return !a.known && !b.known && a.document.number === b.document.number
}

/** Changes what was seen; the time of the pass is that of the last change. */
function edit(change: Partial<Draft>): void {
  if (state.draft === null) return
  const draft = { ...state.draft, ...change, at: clock.nowIso() }
  state.draft = draft
  state.fault = null
  void inTurn(async () => {
    if (state.draft?.id === draft.id) await drafts.keep(draft)
  })
  announce()
}

const MOST_READINGS = 6

function addTemperature(temperature: number): void {
  if (state.draft === null) return
  const temperatures = [...state.draft.temperatures, temperature].slice(-MOST_READINGS)
  edit({ temperatures })
}

/** Takes the last reading back: a slip of a gloved finger is not a measurement. */
function undoTemperature(): void {
  if (state.draft) edit({ temperatures: state.draft.temperatures.slice(0, -1) })
}

function nameStranger(name: string, phone: string | null): void {
  const subject = state.draft?.subject
  if (subject && !subject.known) edit({ subject: { ...subject, name, phone } })
}

function announce(): void {
  if (verdict.value === null) return
  if (step.value === 'decide') signalFor(verdict.value.action, state.sound)
  else if (step.value === 're_measure') signalFor('re_measure', state.sound)
  else signalTouch(state.sound)
}

function trouble(fault: ScanFault): void {
  state.fault = fault
  signalTrouble(state.sound)
}

/** The guard's last word on the person in view. Resolves when the fact is on the disk. */
function confirm(): Promise<void> {
  const shown = state.draft?.id
  return inTurn(async () => {
    if (state.draft !== null && state.draft.id === shown) await store()
  })
}

/** Enter on its own lets a person pass. It belongs to the lines before it, so it waits its turn. */
function confirmPass(): Promise<void> {
  return inTurn(async () => {
    if (step.value === 'decide' && verdict.value?.action === 'pass') await store()
  })
}

async function store(): Promise<void> {
  const { draft, head, device } = state
  if (draft === null || device === null) return
  const summary = summaryOf(draft, head)
  await outbox.add(
    factOf(draft, head, device.placeId, state.guard?.id ?? null),
    summary,
    drafts.tab,
  )
  state.draft = null
  state.fault = null
  noted(summary, draft.at)
}

function noted(summary: Summary, at: string): void {
  state.last = { ...summary, at }
  state.passesToday++
  if (summary.action === 'hold') state.heldToday++
  void count()
  drain.kick()
}

function giveUp(): Promise<void> {
  return inTurn(async () => {
    state.draft = null
    state.fault = null
    await drafts.drop()
  })
}

/** Life first: one touch, stored, through. What was in progress stays in progress. */
function emergency(kind: Emergency, title: string): Promise<void> {
  return inTurn(async () => {
    const { device, direction, lane } = state
    if (device === null) return
    const at = clock.nowIso()
    const where = { id: uuidv7(), at, place: device.placeId, lane: lane || null, direction }
    const guard = state.guard?.id ?? null
    const summary: Summary = { title, action: 'pass', direction, kind: 'emergency' }
    await outbox.add(emergencyFact(kind, { ...where, guard }, state.head?.edition ?? null), summary)
    signalFor('pass', state.sound)
    noted(summary, at)
  })
}

/** From the end of the scan to the frame that shows its verdict. */
function timeFrom(at: number): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      state.latencyMs = Math.round(performance.now() - at)
    }
    channel.port2.postMessage(null)
  })
}

async function today(): Promise<{ done: Done[]; waiting: Waiting[] }> {
  return outbox.since(startOfDay(clock.now()))
}

async function sendAgain(id: string): Promise<void> {
  await outbox.again(id)
  await count()
  drain.kick(true)
}

async function settleOnPaper(entry: Waiting): Promise<void> {
  await outbox.onPaper(entry)
  await count()
}

/** The one instance behind all screens. */
export function useField() {
  return {
    state,
    verdict,
    step,
    unsyncedHours,
    api,
    version,
    start: async () => {
      await start()
      if (state.device) await countDay()
    },
    enrol,
    signIn,
    lock,
    chooseLane,
    setDirection,
    setSound,
    scanned,
    typed,
    edit,
    addTemperature,
    undoTemperature,
    nameStranger,
    confirm,
    confirmPass,
    giveUp,
    emergency,
    refresh,
    sendNow: () => drain.kick(true),
    today,
    attention: () => outbox.attention(),
    sendAgain,
    settleOnPaper,
    clearFault: () => {
      state.fault = null
    },
    toStage: (stage: Stage) => {
      state.stage = stage
    },
  }
}
