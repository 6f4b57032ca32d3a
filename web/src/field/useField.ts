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
import { countDay, drain, lock, refresh, start } from './sync'

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
