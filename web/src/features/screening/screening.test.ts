import { expect, it } from 'vitest'
import { complete } from './types'

it('takes a stay with a place and days the right way round', () => {
  const stay = { place: '秦川镇', from: '2022-03-01', until: '2022-03-02' }
  expect(complete(stay)).toBe(true)
  expect(complete({ ...stay, until: '2022-03-01' })).toBe(true)
  expect(complete({ ...stay, until: '2022-02-28' })).toBe(false)
  expect(complete({ ...stay, place: ' ' })).toBe(false)
  expect(complete({ ...stay, from: null })).toBe(false)
})
