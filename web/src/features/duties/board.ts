import type { Uuid } from '@/api'
import type { Supervised } from './types'

/** A unit as a line of the board. */
export interface Line {
  row: Supervised
  depth: number
  branches: boolean
  open: boolean
}

/**
 * The lines to show, in the order that the server gave (most late first), each unit under the one
 * above it. Whoever isn't above anybody in the answer is a top: the scope may start anywhere.
 */
export function linesOf(rows: readonly Supervised[], open: ReadonlySet<Uuid>): Line[] {
  const known = new Set(rows.map((row) => row.unit))
  const children = new Map<Uuid | null, Supervised[]>()
  for (const row of rows) {
    const above = row.parent && known.has(row.parent) ? row.parent : null
    const siblings = children.get(above)
    if (siblings) siblings.push(row)
    else children.set(above, [row])
  }
  const lines: Line[] = []
  const add = (above: Uuid | null, depth: number): void => {
    for (const row of children.get(above) ?? []) {
      const branches = children.has(row.unit)
      const opened = branches && open.has(row.unit)
      lines.push({ row, depth, branches, open: opened })
      if (opened) add(row.unit, depth + 1)
    }
  }
  add(null, 0)
  return lines
}

/** The topmost units: open at first, so that who is late below them is seen at once. */
export function topsOf(rows: readonly Supervised[]): Uuid[] {
  const known = new Set(rows.map((row) => row.unit))
  return rows.filter((row) => !row.parent || !known.has(row.parent)).map((row) => row.unit)
}

/** How much of what counts is done, 0 to 1; null when there is nothing to do. */
export function doneShare(row: Supervised): number | null {
  const all = row.waiting + row.open + row.late + row.done
  return all === 0 ? null : row.done / all
}
