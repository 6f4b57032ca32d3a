import { uuidv7 } from '@/domain/uuidv7'
import {
  api,
  clock,
  keepSettings,
  keys,
  nextStage,
  type OnDuty,
  outbox,
  shelf,
  state,
} from './core'
import { ApiFault, type Enrolled, type GuardEntry } from './device/fieldApi'
import { type HandoverCounts, handoverFact } from './device/handover'
import { afterWrongPin, pinMatches } from './device/pin'
import { startOfDay } from './device/worldClock'
import { backoffMs } from './queue/backoff'
import { type Done, type Waiting } from './queue/outbox'
import { sampling } from './sampling/oneDesk'
import { begun, count, countDay, drain, reached, use } from './sync'

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

export async function enrol(code: string): Promise<void> {
  const enrolled = await enrolPatiently(code.trim())
  await shelf.write('device', enrolled)
  state.persisted = (await navigator.storage?.persist?.()) ?? null
  use(enrolled)
  begun()
}

export async function signIn(
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
      passes: state.passesToday + sampling.swabsToday,
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

export async function chooseLane(lane: string | null): Promise<void> {
  state.lane = lane ?? ''
  await keepSettings()
  state.stage = 'gate'
}

export async function setSound(sound: boolean): Promise<void> {
  state.sound = sound
  await keepSettings()
}

export async function today(): Promise<{ done: Done[]; waiting: Waiting[] }> {
  return outbox.since(startOfDay(clock.now()))
}

export async function sendAgain(id: string): Promise<void> {
  await outbox.again(id)
  await count()
  drain.kick(true)
}

export async function settleOnPaper(entry: Waiting): Promise<void> {
  await outbox.onPaper(entry)
  await count()
}
