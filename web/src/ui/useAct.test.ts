import { describe, expect, it } from 'vitest'
import { useAct } from './useAct'

describe('an act', () => {
  it('is done once, however often it is pressed', async () => {
    const { busy, attempt } = useAct()
    let done = 0
    let go = () => {}
    const first = attempt(() => new Promise<void>((resolve) => ((go = resolve), done++)))
    expect(busy.value).toBe(true)
    expect(await attempt(async () => done++)).toBe(false)
    go()
    expect(await first).toBe(true)
    expect(busy.value).toBe(false)
    expect(done).toBe(1)
  })

  it('keeps what went wrong until the next one', async () => {
    const { busy, error, attempt } = useAct()
    const wrong = new Error('refused')
    expect(await attempt(() => Promise.reject(wrong))).toBe(false)
    expect(error.value).toBe(wrong)
    expect(busy.value).toBe(false)
    expect(await attempt(async () => {})).toBe(true)
    expect(error.value).toBeNull()
  })
})
