import { expect, it } from 'vitest'
import { byFreedom, free, halfShown, testsShown, type Room } from './orders'

const room = (name: string, people: number): Room => ({ id: name, name, site: 's', people })

it('offers empty rooms first and counts them', () => {
  const rooms = [room('101', 2), room('102', 0), room('103', 1), room('104', 0)]
  expect(byFreedom(rooms).map((it) => it.name)).toEqual(['102', '104', '103', '101'])
  expect(free(rooms)).toEqual({ free: 2, all: 4 })
  expect(rooms[0]!.name).toBe('101')
})

it('counts the tests that are done and lists what is left', () => {
  const test = (on: string, state: 'negative' | 'missing' | 'to_come') => ({
    on,
    day: 1,
    twice: false,
    beforeRelease: false,
    state,
  })
  const shown = testsShown({
    tests: [
      test('2022-03-01', 'negative'),
      test('2022-03-04', 'missing'),
      test('2022-03-14', 'to_come'),
    ],
  })
  expect(shown.done).toBe(1)
  expect(shown.rest.map((it) => it.on)).toEqual(['2022-03-04', '2022-03-14'])
})

it('shows a morning that nobody came in as missed once its hour is over', () => {
  expect(halfShown({ today: {} }, 'morning', 9)).toBe('to_come')
  expect(halfShown({ today: {} }, 'morning', 10)).toBe('missed')
  expect(halfShown({ today: { morning: 'not_attempted' } }, 'morning', 11)).toBe('not_attempted')
  expect(halfShown({ today: { morning: 'seen_well' } }, 'evening', 11)).toBe('to_come')
})
