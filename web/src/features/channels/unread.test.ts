import { describe, expect, it } from 'vitest'
import { MANY, shownCount } from './unread'

describe('the number on the bell', () => {
  it('is exact as far as the server counts', () => {
    expect(shownCount(0)).toBe('0')
    expect(shownCount(MANY - 1)).toBe('99')
  })
  it('says that there are more where the server stopped counting', () => {
    expect(shownCount(MANY)).toBe('99+')
  })
})
