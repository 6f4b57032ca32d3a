import { describe, expect, it } from 'vitest'
import { figurePath, merged } from './board'
import type { Board } from './types'

const board: Board = {
  at: '2022-03-08T00:00:00Z',
  day: '2022-03-08',
  unitName: '',
  figures: { 'gates.in': 1, 'gates.out': 2 },
  hours: [{ hour: 8, in: 1, out: 0 }],
  posts: [],
  zones: [],
  units: [],
}

describe('board', () => {
  it('keeps what a delta does not name', () => {
    const now = merged(board, { at: '2022-03-08T00:00:01Z', figures: { 'gates.in': 5 } })
    expect(now.figures).toEqual({ 'gates.in': 5, 'gates.out': 2 })
    expect(now.hours).toEqual(board.hours)
    expect(now.at).toBe('2022-03-08T00:00:01Z')
  })

  it('leads from a number to its rows of that day and unit', () => {
    expect(figurePath('gates.in', '2022-03-08')).toBe('/figures/gates.in?day=2022-03-08')
    expect(figurePath('gates.in', '2022-03-08', 'u')).toBe(
      '/figures/gates.in?day=2022-03-08&unit=u',
    )
  })
})
