import { describe, expect, it } from 'vitest'
import { nextActs, urgency } from './transfers'

const NOW = Date.parse('2022-03-10T04:00:00Z')

describe('the deadline of a transfer', () => {
  it('is near two hours before, past afterwards, and none where no rule gives one', () => {
    const at = (dueAt: string | null) => urgency({ dueAt, state: 'waiting' }, NOW)
    expect(at('2022-03-10T06:00:00Z')).toBe('later')
    expect(at('2022-03-10T05:59:00Z')).toBe('near')
    expect(at('2022-03-10T03:59:00Z')).toBe('past')
    expect(at(null)).toBe('none')
  })

  it('asks nothing of what has ended', () => {
    expect(urgency({ dueAt: '2022-03-10T03:00:00Z', state: 'arrived' }, NOW)).toBe('later')
  })
})

describe('what may be done', () => {
  it('is the next step for whoever drives, calling it off also for whoever asks', () => {
    const both = { act: true, ask: true }
    expect(nextActs('waiting', both)).toEqual(['pick-up', 'cancel'])
    expect(nextActs('under_way', { act: true, ask: false })).toEqual(['arrive', 'cancel'])
    expect(nextActs('waiting', { act: false, ask: true })).toEqual(['cancel'])
    expect(nextActs('waiting', { act: false, ask: false })).toEqual([])
    expect(nextActs('arrived', both)).toEqual([])
  })
})
