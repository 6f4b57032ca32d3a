import type { Uuid } from '@/api'
import type { UnitRow } from './types'

export interface TreeRow extends UnitRow {
  depth: number
  branch: boolean
}

/** Worst first: most missing, then most silent, then by name. */
export function worse(a: UnitRow, b: UnitRow): number {
  return b.missing - a.missing || b.silent - a.silent || a.name.localeCompare(b.name, 'zh-CN')
}

/** The tree as rows, from the top, with what lies below the open ones. */
export function arranged(units: readonly UnitRow[], open: ReadonlySet<Uuid>): TreeRow[] {
  const known = new Set(units.map((unit) => unit.unit))
  const below = new Map<Uuid | null, UnitRow[]>()
  for (const unit of units) {
    const parent = unit.parent && known.has(unit.parent) ? unit.parent : null
    below.set(parent, [...(below.get(parent) ?? []), unit])
  }
  const rows: TreeRow[] = []
  const walk = (parent: Uuid | null, depth: number) => {
    for (const unit of [...(below.get(parent) ?? [])].sort(worse)) {
      const branch = below.has(unit.unit)
      rows.push({ ...unit, depth, branch })
      if (branch && open.has(unit.unit)) walk(unit.unit, depth + 1)
    }
  }
  walk(null, 0)
  return rows
}

/** Figures of the whole: the topmost units hold all below them. */
export function totals(units: readonly UnitRow[]) {
  const known = new Set(units.map((unit) => unit.unit))
  const tops = units.filter((unit) => !unit.parent || !known.has(unit.parent))
  const sum = (of: (unit: UnitRow) => number) => tops.reduce((all, unit) => all + of(unit), 0)
  return {
    expected: sum((unit) => unit.expected),
    accounted: sum((unit) => unit.accounted),
    missing: sum((unit) => unit.missing),
    exempt: sum((unit) => unit.exempt),
    silent: sum((unit) => unit.silent),
  }
}
