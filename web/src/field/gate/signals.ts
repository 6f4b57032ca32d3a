import type { GateAction } from '@/domain/verdict'

/** Tones and vibration say the verdict to somebody who is not looking; words and colour say it too. */
interface Signal {
  /** Hz and seconds, one after the other. */
  tones: readonly (readonly [number, number])[]
  /** Milliseconds on, off, on … (Android; iOS has no vibration in the browser). */
  vibration: readonly number[]
}

const SIGNALS: Record<GateAction, Signal> = {
  pass: {
    tones: [
      [880, 0.09],
      [1320, 0.14],
    ],
    vibration: [60],
  },
  manual: {
    tones: [
      [660, 0.14],
      [660, 0.14],
    ],
    vibration: [120, 80, 120],
  },
  re_measure: {
    tones: [
      [520, 0.16],
      [660, 0.16],
    ],
    vibration: [120, 80, 120],
  },
  test_first: {
    tones: [
      [520, 0.16],
      [520, 0.16],
    ],
    vibration: [120, 80, 120],
  },
  hold: {
    tones: [
      [330, 0.22],
      [330, 0.22],
      [330, 0.22],
    ],
    vibration: [250, 100, 250],
  },
  deny: {
    tones: [
      [220, 0.35],
      [180, 0.5],
    ],
    vibration: [500, 120, 500],
  },
}
const TOUCH: Signal = { tones: [[1000, 0.05]], vibration: [30] }
const TROUBLE: Signal = {
  tones: [
    [300, 0.12],
    [240, 0.2],
  ],
  vibration: [200, 80, 200],
}

let context: AudioContext | null = null

/** Browsers let a page sound only after a touch or a key: call it from the first of them. */
export function unlockSound(): void {
  if (typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
}

export function signalFor(action: GateAction, sound: boolean): void {
  give(SIGNALS[action], sound)
}

export function signalTouch(sound: boolean): void {
  give(TOUCH, sound)
}

export function signalTrouble(sound = true): void {
  give(TROUBLE, sound)
}

function give(signal: Signal, sound: boolean): void {
  // Without a touch on the page yet, browsers refuse to vibrate and log it.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([...signal.vibration])
  if (!sound || context === null || context.state !== 'running') return
  let at = context.currentTime
  for (const [pitch, seconds] of signal.tones) {
    tone(context, pitch, at, seconds)
    at += seconds + 0.03
  }
}

function tone(audio: AudioContext, pitch: number, at: number, seconds: number): void {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.frequency.value = pitch
  oscillator.type = 'square'
  gain.gain.setValueAtTime(0.25, at)
  gain.gain.exponentialRampToValueAtTime(0.001, at + seconds)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(at + seconds)
}
