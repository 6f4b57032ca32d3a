import { reactive } from 'vue'
import type { Purpose, SwabLane, TubeRefusal } from '@/domain/tubeRules'
import type { Subject } from '../gate/pass'
import type { Done } from '../queue/outbox'
import type { SheetHead } from './sheet'
import type { Candidate, Tube } from './tube'

/** Why the last scan led nowhere; the screen says it in big words and how to go on. */
export type SwabFault =
  | TubeRefusal
  | 'no_tube'
  | 'seal_first'
  | 'tube_unfinished'
  | 'unknown_code'
  | 'elsewhere'
  | 'not_stored'
  | `document_${string}`

/** Somebody who can't be recorded yet, because the tube they go into isn't there. */
export interface Waits {
  candidate: Candidate
  /** Size of the tube that was asked for beside the one in hand; null: any next tube will do. */
  beside: number | null
}

export interface Recorded {
  swab: string
  tube: string
  name: string
  position: number
  size: number
  undone: boolean
  /** The tube holds one swab: it is sealed in a while, or with the next scan. */
  single: boolean
}

/** Everything the sampling screens see. */
export function emptyView() {
  return reactive({
    sheet: null as SheetHead | null,
    current: null as Tube | null,
    aside: [] as Tube[],
    lane: 'ordinary' as SwabLane,
    purpose: null as Purpose | null,
    round: null as string | null,
    size: null as number | null,
    desk: null as string | null,
    fault: null as SwabFault | null,
    /** Whom or what the fault is about, as shown. */
    about: '',
    /** Whom the fault is about; a touch may still record them. */
    refused: null as Candidate | null,
    waits: null as Waits | null,
    /** Code that opens when the tube in hand is sealed. */
    nextCode: null as string | null,
    /** A child whose guardian is asked for. */
    guardianFor: null as Candidate | null,
    /** Somebody refuses to be swabbed: the next scan says who. */
    refusing: null as { subject: Subject | null; name: string } | null,
    last: null as Recorded | null,
    sealedToday: 0,
    swabsToday: 0,
    /** Facts that contradict others, kept by the server, not yet read by a person. */
    conflicts: [] as Done[],
    /** Another window of this device fills the tubes. */
    elsewhere: false,
    latencyMs: null as number | null,
    /** Grows with every answer, so that a test or a screen reader knows that it is a new one. */
    answers: 0,
    /** The answer that is painted, with its latency. */
    shown: 0,
  })
}
export type SamplingView = ReturnType<typeof emptyView>
