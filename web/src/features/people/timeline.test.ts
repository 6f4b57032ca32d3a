import { describe, expect, it } from 'vitest'
import { byDay, late, moduleOf, sourceOf } from './timeline'
import type { TimelineEntry } from './types'

function entry(at: string, recordedAt = at): TimelineEntry {
  return {
    at,
    recordedAt,
    kind: 'gates.pass',
    summary: { zh: '进入', en: 'In' },
    source: 'fact:1',
    place: null,
  }
}

describe('a timeline', () => {
  it("is cut at the park's midnight, not at UTC's", () => {
    const days = byDay([
      entry('2022-03-07T16:30:00Z'),
      entry('2022-03-07T15:59:00Z'),
      entry('2022-03-07T01:00:00Z'),
    ])
    expect(days.map((day) => day.entries.length)).toEqual([1, 2])
  })

  it('says what was recorded long after it happened', () => {
    expect(late(entry('2022-03-07T01:00:00Z', '2022-03-07T01:09:00Z'))).toBe(false)
    expect(late(entry('2022-03-07T01:00:00Z', '2022-03-07T04:00:00Z'))).toBe(true)
  })

  it('names its source', () => {
    expect(sourceOf('import:0199-a:b')).toEqual({ kind: 'import', id: '0199-a:b' })
    expect(sourceOf('demo')).toEqual({ kind: 'demo', id: '' })
    expect(moduleOf('people.imported')).toBe('people')
  })
})
