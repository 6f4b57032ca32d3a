import { expect, it } from 'vitest'
import { duration, shownStates, total } from './cases'

it('shows only states that somebody is in, in the order of the work', () => {
  const file = { contacts: { dropped: 2, candidate: 7, close: 0 } }
  expect(shownStates(file)).toEqual(['candidate', 'dropped'])
  expect(total(file)).toBe(9)
  expect(shownStates({ contacts: {} })).toEqual([])
})

it('says minutes as hours and minutes, and that nobody knows', () => {
  const words = { h: 'h', min: 'min' }
  expect(duration(0, words)).toBe('—')
  expect(duration(45, words)).toBe('45 min')
  expect(duration(120, words)).toBe('2 h')
  expect(duration(75, words)).toBe('1 h 15 min')
})
