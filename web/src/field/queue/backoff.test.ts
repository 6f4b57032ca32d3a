import { describe, expect, it } from 'vitest'
import { backoffMs, retryAfterMs } from './backoff'

describe('back-off', () => {
  it('grows exponentially to the cap and is spread over all of it', () => {
    const highest = () => 1
    expect([0, 1, 2, 3, 10].map((n) => backoffMs(n, null, highest))).toEqual([
      1_000, 2_000, 4_000, 8_000, 30_000,
    ])
    expect(backoffMs(5, null, () => 0.5)).toBe(15_000)
    expect(backoffMs(5, null, () => 0)).toBe(50)
  })
  it('never comes before Retry-After', () => {
    expect(backoffMs(0, 7_000, () => 0)).toBe(7_000)
    expect(backoffMs(0, 7_000, () => 1)).toBe(8_750)
  })
  it('reads Retry-After as seconds or a date', () => {
    expect(retryAfterMs('3', 0)).toBe(3_000)
    expect(retryAfterMs('Mon, 07 Mar 2022 00:00:05 GMT', Date.parse('2022-03-07T00:00:00Z'))).toBe(
      5_000,
    )
    expect(retryAfterMs('soon', 0)).toBeNull()
    expect(retryAfterMs(null, 0)).toBeNull()
  })
})
