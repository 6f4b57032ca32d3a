import type { DocumentType, IdentityDocument } from '@/domain/documents'
import { version } from '../../package.json'
import { api, clock, outbox, type Stage, state, step, unsyncedHours, verdict } from './core'
import { factOf, summaryOf, type Declaration } from './declare/declaration'
import { chooseLane, enrol, sendAgain, setSound, settleOnPaper, signIn, today } from './duty'
import {
  addTemperature,
  confirm,
  confirmPass,
  edit,
  emergency,
  giveUp,
  nameStranger,
  scanned,
  setDirection,
  subjectOf,
  subjectOfDocument,
  typed,
  undoTemperature,
} from './passing'
import { desk, sampling } from './sampling/oneDesk'
import { samplingActs } from './sampling/sampling'
import type { Subject } from './gate/pass'
import { count, countDay, drain, lock, refresh, start } from './sync'

/** The one instance behind all screens. */
export function useField() {
  return {
    state,
    sampling,
    desk,
    samplingActs,
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
    typed: (document: IdentityDocument) =>
      state.stage === 'sampling' ? samplingActs.typed(document) : typed(document),
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
    /** Who is behind a code or a typed document; a fault when nobody can be. */
    whoIs: (text: string, type?: DocumentType) =>
      type ? subjectOfDocument({ type, number: text }) : subjectOf(text),
    /** Queues a declaration: durable before anybody is told that it is done. */
    declare: async (subject: Subject, declaration: Declaration) => {
      const place = state.device?.placeId ?? ''
      await outbox.add(factOf(subject, declaration, clock.nowIso(), place), summaryOf(subject))
      await count()
      drain.kick()
    },
    toStage: (stage: Stage) => {
      state.stage = stage
    },
  }
}
