import { describe, expect, it } from 'vitest'
import { millisOf, uuidv7 } from './uuidv7'

describe('uuidv7', () => {
  it('has version 7, the RFC variant and the time it was made', () => {
    const now = Date.now() + 60_000
    const id = uuidv7(now)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(millisOf(id)).toBe(now)
  })
  it('is unique and ordered within a millisecond and when the clock steps back', () => {
    const now = Date.now() + 120_000
    const ids = Array.from({ length: 10_000 }, (_, i) => uuidv7(i % 7 === 0 ? now - 5_000 : now))
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort()).toEqual(ids)
  })
})
