import { expect, it } from 'vitest'
import {
  STEP,
  dayNumber,
  layoutOf,
  lookOf,
  timelineOf,
  type ChainItem,
  type ChainLink,
} from './chains'

const sick = (key: string, day: string, chain = 1): ChainItem => ({
  key,
  kind: 'case',
  classification: 'confirmed',
  number: key,
  onset: day,
  day,
  owner: key,
  chain,
})
const contact = (key: string, owner: string): ChainItem => ({
  key,
  kind: 'contact',
  state: 'close',
  day: '2022-03-08',
  owner,
  chain: 1,
})
const link = (from: string, to: string, first: string, last: string): ChainLink => ({
  from,
  to,
  direction: 'exposed',
  kinds: ['zone'],
  places: [],
  first,
  last,
  minutes: 30,
  times: 1,
  pairs: 1,
})

it('puts earlier days to the left and nobody upon anybody else', () => {
  const items = [
    ...Array.from({ length: 20 }, (_, i) => sick(`c${i}`, `2022-03-0${1 + (i % 4)}`, i)),
    ...Array.from({ length: 480 }, (_, i) => contact(`p${i}`, `c${i % 20}`)),
  ]
  const { spots, days, width, height } = layoutOf(items)
  expect(spots.size).toBe(500)
  expect(days.map((it) => it.day)).toEqual(['2022-03-01', '2022-03-02', '2022-03-03', '2022-03-04'])
  expect([...days].sort((a, b) => a.x - b.x)).toEqual(days)
  expect(spots.get('c0')!.x).toBeLessThan(spots.get('c1')!.x)
  const all = [...spots.values()]
  let nearest = Infinity
  all.forEach((one, at) =>
    all.slice(at + 1).forEach((other) => {
      nearest = Math.min(nearest, Math.hypot(one.x - other.x, one.y - other.y))
    }),
  )
  expect(nearest).toBeGreaterThan(STEP * 0.75)
  expect(all.every((it) => it.x >= 0 && it.x <= width && it.y >= 0 && it.y <= height)).toBe(true)
})

it('gives a cluster the room it needs, whether its case is shown or not', () => {
  const cluster = (key: string, owner: string): ChainItem => ({
    key,
    kind: 'cluster',
    day: '2022-03-08',
    owner,
    chain: 1,
    cluster: { by: 'case', part: 0, rest: false, size: 75, cases: 0, contacts: {}, until: '' },
  })
  const { spots } = layoutOf([sick('a', '2022-03-01'), cluster('of-a', 'a'), cluster('b', 'none')])
  const away = (one: string, other: string) =>
    Math.hypot(spots.get(one)!.x - spots.get(other)!.x, spots.get(one)!.y - spots.get(other)!.y)
  expect(away('a', 'of-a')).toBeGreaterThan(40)
  expect(away('b', 'of-a')).toBeGreaterThan(40)
  expect(spots.size).toBe(3)
})

it('says by shape who is what', () => {
  expect(lookOf(sick('a', '2022-03-01'))).toBe('confirmed')
  expect(lookOf(contact('b', 'a'))).toBe('close')
  expect(lookOf({ ...contact('b', 'a'), state: 'candidate' })).toBe('candidate')
})

it('counts the days of the park, not of Greenwich', () => {
  expect(dayNumber('2022-03-08')).toBe(dayNumber('2022-03-07T16:00:00Z'))
  expect(dayNumber('2022-03-08T04:00:00Z') - dayNumber('2022-03-08')).toBe(0.5)
})

it('sets onset, exposures that touch, and orders on days', () => {
  const near = [
    link('a', 'b', '2022-03-05T04:00:00Z', '2022-03-05T05:00:00Z'),
    link('x', 'b', '2022-03-05T04:30:00Z', '2022-03-05T06:00:00Z'),
    link('a', 'b', '2022-03-07T04:00:00Z', '2022-03-07T05:00:00Z'),
  ]
  const { rows, first, last } = timelineOf(
    [sick('a', '2022-03-06'), contact('b', 'a')],
    near,
    [{ person: 'b', isolatedOn: '2022-03-08', untilOn: '2022-03-21' }],
    '2022-03-10',
  )
  expect(rows[0]!.onset).toBe(dayNumber('2022-03-06'))
  expect(rows[0]!.near, 'of a case only meetings with cases').toEqual([])
  expect(rows[1]!.near.map((it) => it.links.length)).toEqual([2, 1])
  expect(rows[1]!.orders).toMatchObject([
    { from: dayNumber('2022-03-08'), until: dayNumber('2022-03-22') },
  ])
  expect(first).toBe(dayNumber('2022-03-05'))
  expect(last).toBe(dayNumber('2022-03-22'))
})

it('draws an order that was ended early only until then', () => {
  const { rows } = timelineOf(
    [contact('b', 'a')],
    [],
    [
      {
        person: 'b',
        isolatedOn: '2022-03-08',
        untilOn: '2022-03-21',
        endedAt: '2022-03-10T04:00:00Z',
      },
    ],
    '2022-03-12',
  )
  expect(rows[0]!.orders[0]!.until).toBe(dayNumber('2022-03-10') + 0.5)
})
