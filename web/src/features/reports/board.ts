import type { Board } from './types'

/** What the stream tells of a board: parts that changed, each whole; of the figures those alone. */
export type Delta = Partial<Board>

export function merged(board: Board, delta: Delta): Board {
  return { ...board, ...delta, figures: { ...board.figures, ...delta.figures } }
}

export function figurePath(key: string, day: string, unit?: string | null): string {
  const query = new URLSearchParams({ day, ...(unit ? { unit } : {}) })
  return `/figures/${key}?${query}`
}
