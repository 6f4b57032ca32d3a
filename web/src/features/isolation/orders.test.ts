import { expect, it } from 'vitest'
import { byFreedom, free, halves, testsShown, type Room } from './orders'

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

it('shows the halves of a day that are asked for, the morning first', () => {
  expect(halves({ today: { evening: 'to_come', morning: 'missed' } })).toEqual([
    { half: 'morning', state: 'missed' },
    { half: 'evening', state: 'to_come' },
  ])
  expect(halves({ today: { evening: 'seen_well' } })).toHaveLength(1)
})
