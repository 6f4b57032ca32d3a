import { describe, expect, it } from 'vitest'
import { queryOf, searchable } from './client'

describe('a search text in an address', () => {
  it.each([
    ['62990119900101001X', '001X'],
    ['13912345678', '5678'],
    ['139 1234 5678', '5678'],
    ['139-1234-5678', '5678'],
    ['６２９９０１１９９００１０１００１８', '0018'],
    ['王 62990119900101001X', '王 001X'],
    ['王小明', '王小明'],
    ['wxm', 'wxm'],
    ['1234', '1234'],
    ['SH00012', 'SH00012'],
  ])('%s becomes %s', (typed, sent) => {
    expect(searchable(typed)).toBe(sent)
  })

  it('is cut in every search, other parameters stay whole', () => {
    expect(queryOf({ q: '13912345678', after: '13912345678', empty: '' })).toBe(
      '?q=5678&after=13912345678',
    )
  })
})
