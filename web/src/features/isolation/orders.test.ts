import { expect, it } from 'vitest'
import {
  carersFor,
  free,
  halves,
  roomNotes,
  testsShown,
  type Room,
  type RoomChoice,
} from './orders'

const room = (name: string, people: number): Room => ({ id: name, name, site: 's', people })

it('counts empty rooms', () => {
  const rooms = [room('101', 2), room('102', 0), room('103', 1), room('104', 0)]
  expect(free(rooms)).toEqual({ free: 2, all: 4 })
})

it('says why a room will not do, or what to think of when it does', () => {
  const choice = (reasons: RoomChoice['reasons'], hints: RoomChoice['hints']): RoomChoice => ({
    ...room('101', 1),
    reasons,
    hints,
  })
  expect(roomNotes(choice(['TAKEN', 'FULL'], ['COUNTERPART_SITE']))).toEqual([
    'orders.roomReason.TAKEN',
    'orders.roomReason.FULL',
  ])
  expect(roomNotes(choice([], ['COUNTERPART_SITE', 'CHILD_ALONE']))).toEqual([
    'orders.roomHint.COUNTERPART_SITE',
  ])
})

it('offers whoever stays already and the household, but nobody who is gone', () => {
  const mates = [
    { id: 'a', name: '甲' },
    { id: 'b', name: '乙' },
  ]
  const ids = (state: 'own' | 'gone', id: string) =>
    carersFor({ carer: { id, name: '丙', state } }, mates).map((one) => one.id)
  expect(ids('own', 'c')).toEqual(['c', 'a', 'b'])
  expect(ids('own', 'b')).toEqual(['b', 'a'])
  expect(ids('gone', 'c')).toEqual(['a', 'b'])
  expect(carersFor({ carer: null }, mates)).toEqual(mates)
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
