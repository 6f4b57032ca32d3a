import type { IdentityDocument } from '@/domain/documents'
import { version } from '../../package.json'
import { api, outbox, type Stage, state, step, unsyncedHours, verdict } from './core'
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
  typed,
  undoTemperature,
} from './passing'
import { desk, sampling } from './sampling/oneDesk'
import { samplingActs } from './sampling/sampling'
import { countDay, drain, lock, refresh, start } from './sync'

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
    toStage: (stage: Stage) => {
      state.stage = stage
    },
  }
}
