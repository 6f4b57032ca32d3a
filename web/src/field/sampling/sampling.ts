import type { IdentityDocument } from '@/domain/documents'
import type { SwabLane } from '@/domain/tubeRules'
import { inTurn, outbox, type ScanFault, state } from '../core'
import type { Done } from '../queue/outbox'
import { count, countConflicts, drain } from '../sync'
import { desk, sampling } from './oneDesk'
import type { Guardian } from './tube'

/** What the screens do; one after the other, and what was recorded is sent in the background. */
function act<T>(work: () => Promise<T>, at = performance.now()): Promise<T> {
  return inTurn(async () => {
    const done = await work().catch((error: unknown) => {
      desk.notStored()
      throw error
    })
    timeFrom(at)
    void count()
    drain.kick()
    return done
  })
}

/** From the end of the scan to the frame that shows its answer. */
function timeFrom(at: number): void {
  const { answers } = sampling
  requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      sampling.latencyMs = Math.round(performance.now() - at)
      sampling.shown = answers
    }
    channel.port2.postMessage(null)
  })
}

export const samplingActs = {
  scanned: (text: string, at: number) => act(() => desk.scanned(text), at),
  typed: (document: IdentityDocument): Promise<ScanFault | null> => act(() => desk.typed(document)),
  tubeCode: (text: string) => act(() => desk.tubeCode(text)),
  undo: (swab: string) => act(() => desk.undo(swab)),
  seal: () => act(() => desk.seal()),
  layAside: () => act(() => desk.layAside()),
  back: (code: string) => act(() => desk.back(code)),
  withGuardian: (guardian: Guardian) => act(() => desk.withGuardian(guardian)),
  doubleSwab: () => act(() => desk.doubleSwab()),
  recordRefusal: (reason: string) => act(() => desk.recordRefusal(reason)),
  tellQueue: (length: number) => act(() => desk.tellQueue(length)),
  setLane: (lane: SwabLane) => act(() => desk.setLane(lane)),
  set: (change: Parameters<typeof desk.set>[0]) => act(() => desk.set(change)),
  anotherTube: () => desk.anotherTube(),
  beginRefusal: () => desk.beginRefusal(),
  dismiss: () => desk.dismiss(),
  /** A person has read that a fact of this device contradicts another. */
  conflictRead: async (done: Done) => {
    await outbox.seen(done)
    await countConflicts()
  },
}

const SINGLES_EVERY_MS = 5_000
setInterval(() => {
  if (state.stage === 'sampling' && !sampling.elsewhere) void act(() => desk.sealOldSingles())
}, SINGLES_EVERY_MS)
