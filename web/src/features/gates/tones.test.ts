import { describe, expect, it } from 'vitest'
import type { GateState, Pass } from '@/api'
import { lateness, mergePasses, moodOf } from './tones'

const pass = (id: string, at: string): Pass =>
  ({ id, at, recordedAt: at, flags: [] }) as unknown as Pass

const gate = (change: Partial<GateState>): GateState => ({
  placeId: 'g',
  name: 'g',
  x: 0,
  y: 0,
  lastPass: null,
  ratePerMinute: 0,
  devices: { online: 1, offline: 0, unsynced: 0 },
  evacuation: false,
  ...change,
})

describe('latest passes', () => {
  it('stand newest first, once each, and are bounded', () => {
    const merged = mergePasses(
      [pass('b', '2022-03-08T00:00:02Z'), pass('a', '2022-03-08T00:00:01Z')],
      [pass('c', '2022-03-08T00:00:03Z'), pass('b', '2022-03-08T00:00:02Z')],
      2,
    )
    expect(merged.map((it) => it.id)).toEqual(['c', 'b'])
  })

  it('are marked late when they waited on a device', () => {
    const late = { at: '2022-03-08T00:00:00Z', recordedAt: '2022-03-08T03:00:00Z', flags: [] }
    expect(lateness(late)).toBe(3 * 3_600_000)
    expect(lateness({ ...late, recordedAt: '2022-03-08T00:00:01Z' })).toBeNull()
  })
})

describe('a gate', () => {
  it('shows evacuation before all else', () => {
    expect(moodOf(gate({}))).toBe('quiet')
    expect(moodOf(gate({ devices: { online: 1, offline: 0, unsynced: 4 } }))).toBe('waiting')
    expect(moodOf(gate({ devices: { online: 0, offline: 1, unsynced: 4 } }))).toBe('offline')
    expect(
      moodOf(gate({ evacuation: true, devices: { online: 0, offline: 1, unsynced: 4 } })),
    ).toBe('evacuating')
  })
})
