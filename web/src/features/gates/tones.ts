import type { Action, Colour, Device, GateState, Pass } from '@/api'
import type { Tone } from '@/ui/StateMark.vue'

export const ACTION_TONE: Record<Action, Tone> = {
  pass: 'good',
  re_measure: 'note',
  test_first: 'warn',
  hold: 'warn',
  deny: 'bad',
  manual: 'odd',
}

export const COLOUR_TONE: Record<Colour, Tone> = {
  green: 'good',
  yellow: 'warn',
  orange: 'warn',
  red: 'bad',
  expired: 'odd',
  unknown: 'odd',
  check_failed: 'odd',
  timed_out: 'odd',
  none: 'plain',
}

export type GateMood = 'evacuating' | 'offline' | 'waiting' | 'quiet'

/** What the eye must catch first at a gate. */
export function moodOf(gate: GateState): GateMood {
  if (gate.evacuation) return 'evacuating'
  if ((gate.devices?.offline ?? 0) > 0) return 'offline'
  return (gate.devices?.unsynced ?? 0) > 0 ? 'waiting' : 'quiet'
}

export const MOOD_TONE: Record<GateMood, Tone> = {
  evacuating: 'bad',
  offline: 'warn',
  waiting: 'note',
  quiet: 'good',
}

/** Newest first, each pass once, no more than `most`. */
export function mergePasses(shown: readonly Pass[], fresh: readonly Pass[], most = 60): Pass[] {
  const known = new Map<string, Pass>()
  for (const pass of [...fresh, ...shown]) if (!known.has(pass.id)) known.set(pass.id, pass)
  return [...known.values()]
    .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
    .slice(0, most)
}

/** Milliseconds that a record waited before it reached us; noted from two minutes on. */
export function lateness(pass: Pick<Pass, 'at' | 'recordedAt' | 'flags'>): number | null {
  const waited = Date.parse(pass.recordedAt) - Date.parse(pass.at)
  return waited > 120_000 && waited < 30 * 86_400_000 ? waited : null
}

/** A device that has said nothing for so long counts as offline. */
const SILENT_MS = 5 * 60_000

/** Adds what the devices said of themselves to the gates they stand at. */
export function withDevices(
  gates: readonly GateState[],
  devices: readonly Device[],
  now: number,
): GateState[] {
  return gates.map((gate) => {
    if (gate.devices) return gate
    const here = devices.filter((it) => it.placeId === gate.placeId && it.state === 'active')
    const online = here.filter((it) => it.lastSeen && now - Date.parse(it.lastSeen) < SILENT_MS)
    return {
      ...gate,
      devices: {
        online: online.length,
        offline: here.length - online.length,
        unsynced: here.reduce((sum, it) => sum + (it.unsynced ?? 0), 0),
      },
    }
  })
}
