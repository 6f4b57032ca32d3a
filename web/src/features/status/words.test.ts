import { describe, expect, it } from 'vitest'
import { keyOf } from '@/domain/linkKey'
import type { Past } from './types'
import { inBothTimes, waysOut } from './words'

const keys = (...given: Parameters<typeof waysOut>) => waysOut(...given).map((way) => way.key)

describe('how a status ends', () => {
  it('says each way, the time first', () => {
    expect(keys({ negatives: 1, single: true, by: ['release'] }, '2022-03-10T00:00:00Z')).toEqual([
      'until',
      'negativesSingle',
      'by.release',
    ])
  })
  it('tells within how many hours several tests must lie', () => {
    expect(waysOut({ negatives: 2, withinHours: 72 }, null)).toEqual([
      { key: 'negativesWithin', values: { n: 2, hours: 72 } },
    ])
  })
  it('names a decision where nothing else ends it', () => {
    expect(keys({}, null)).toEqual(['decision'])
  })
})

describe('the history', () => {
  const past = (validFrom: string, recordedFrom: string, recordedTo: string | null): Past => ({
    validFrom,
    validTo: null,
    recordedFrom,
    recordedTo,
    level: 'held',
    labels: [],
    reasons: [],
  })
  it('keeps what is thought now apart from what was thought', () => {
    const old = past('2022-03-01T00:00:00Z', '2022-03-02T00:00:00Z', '2022-03-03T00:00:00Z')
    const late = past('2022-03-05T00:00:00Z', '2022-03-03T00:00:00Z', null)
    const early = past('2022-03-02T00:00:00Z', '2022-03-03T00:00:00Z', null)
    expect(inBothTimes([late, old, early])).toEqual({ now: [early, late], before: [old] })
  })
})

it('reads the key after the #', () => {
  expect(keyOf('#abc')).toBe('abc')
  expect(keyOf('')).toBe('')
})
