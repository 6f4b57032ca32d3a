import { describe, expect, it } from 'vitest'
import { Pager } from './pager'

/** Pages of ten of so many rows. */
function pages(rows: number, failsAt = Infinity) {
  const asked: number[] = []
  const pager = new Pager<number>(async (after) => {
    const from = Number(after ?? 0)
    asked.push(from)
    if (from >= failsAt) throw new Error('away')
    const items = Array.from({ length: Math.min(10, rows - from) }, (_, n) => from + n)
    return { items, next: from + 10 < rows ? String(from + 10) : null }
  })
  return { pager, asked }
}

describe('a pager that loads all', () => {
  it('walks to the end, each row once', async () => {
    const { pager } = pages(35)
    await pager.restart()
    expect(await pager.all(2_000)).toBe(true)
    expect(pager.items).toEqual(Array.from({ length: 35 }, (_, n) => n))
  })

  it('stops where it may not go on and says so', async () => {
    const { pager, asked } = pages(100)
    await pager.restart()
    expect(await pager.all(30)).toBe(false)
    expect(pager.items).toHaveLength(30)
    expect(asked).toEqual([0, 10, 20])
  })

  it('says so when a page failed, and keeps the failure', async () => {
    const { pager } = pages(100, 20)
    await pager.restart()
    expect(await pager.all(2_000)).toBe(false)
    expect(pager.items).toHaveLength(20)
    expect(pager.error).toBeInstanceOf(Error)
  })

  it('gives up when the list starts anew', async () => {
    const { pager } = pages(100)
    await pager.restart()
    const all = pager.all(2_000)
    await pager.restart()
    expect(await all).toBe(false)
  })
})
