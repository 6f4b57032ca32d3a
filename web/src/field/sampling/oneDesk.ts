import { markRaw } from 'vue'
import { uuidv7 } from '@/domain/uuidv7'
import { clock, database, keys, outbox, roster, shelf, state } from '../core'
import { signalFor, signalTouch, signalTrouble } from '../gate/signals'
import { Desk, type DeskPorts } from './desk'
import { SamplingSheet } from './sheet'
import { Tubes } from './tubes'
import { emptyView } from './view'

/** Everything the sampling screens see. */
export const sampling = emptyView()

const ports: DeskPorts = {
  find: (type, value) => roster.find(type, value),
  add: async (fact, summary, along) => {
    await outbox.add(fact, summary, null, along)
    state.last = { ...summary, at: fact.at }
  },
  where: () => ({
    place: state.device?.placeId ?? '',
    registrar: state.guard?.id ?? null,
    offline: state.reachable === false,
  }),
  newId: () => uuidv7(),
  now: () => clock.now(),
  steadyNow: () => performance.now(),
  sound: (kind) => {
    if (kind === 'trouble') signalTrouble(state.sound)
    else if (kind === 'touch') signalTouch(state.sound)
    else signalFor(kind === 'full' ? 'manual' : 'pass', state.sound)
  },
}

/** The one desk of this device. */
export const desk = markRaw(
  new Desk(sampling, new Tubes(database, keys), new SamplingSheet(shelf), ports),
)

/**
 * Tubes are filled in one window of a device only: two would count past each other. The next window
 * takes over when this one is closed.
 */
export async function openDesk(): Promise<void> {
  sampling.elsewhere = true
  const opened = async () => {
    await desk.load()
    sampling.elsewhere = false
  }
  if (!('locks' in navigator)) return opened()
  await new Promise<void>((answered) => {
    void navigator.locks.request('shouwang-field-desk', { ifAvailable: true }, (lock) => {
      if (lock === null) {
        answered()
        void navigator.locks.request('shouwang-field-desk', () => hold(opened))
        return
      }
      return hold(() => opened().then(answered))
    })
  })
}

async function hold(work: () => Promise<void>): Promise<never> {
  await work()
  return new Promise<never>(() => undefined)
}
