import type { Uuid } from '@/api'
import type { Figures, UnitRow } from './types'

export interface TreeRow extends UnitRow {
  depth: number
  branch: boolean
}

/** The tree as rows, most missing first, with what lies below the open ones. */
export function arranged(units: readonly UnitRow[], open: ReadonlySet<Uuid>): TreeRow[] {
  const known = new Set(units.map((unit) => unit.unit))
  const below = new Map<Uuid | null, UnitRow[]>()
  for (const unit of units) {
    const parent = unit.parent && known.has(unit.parent) ? unit.parent : null
    below.set(parent, [...(below.get(parent) ?? []), unit])
  }
  const rows: TreeRow[] = []
  const walk = (parent: Uuid | null, depth: number) => {
    const sorted = [...(below.get(parent) ?? [])].sort(
      (a, b) => b.figures.missing - a.figures.missing || a.name.localeCompare(b.name, 'zh-CN'),
    )
    for (const unit of sorted) {
      const branch = below.has(unit.unit)
      rows.push({ ...unit, depth, branch })
      if (branch && open.has(unit.unit)) walk(unit.unit, depth + 1)
    }
  }
  walk(null, 0)
  return rows
}

/** Share of those who need be tested and are; nobody to be tested is all of them. */
export function covered(figures: Figures): number {
  const due = figures.expected - figures.exempt
  return due <= 0 ? 1 : figures.tested / due
}

/** Never rounded up to the whole while somebody is missing. */
export function percent(figures: Figures): string {
  const share = Math.floor(covered(figures) * 1000) / 10
  return `${figures.missing > 0 ? Math.min(share, 99.9) : share} %`
}

/** How a queue is to be seen. */
export function pressure(
  point: { active: boolean; waitMinutes: number; waitAhead: number },
  limit: number,
): 'off' | 'calm' | 'soon' | 'long' {
  if (!point.active) return 'off'
  if (point.waitMinutes >= limit) return 'long'
  return point.waitAhead >= limit ? 'soon' : 'calm'
}

/** Numbers or ids that somebody pasted, one each. */
export function pasted(text: string): string[] {
  return [...new Set(text.split(/[\s,，;；、]+/).filter(Boolean))]
}
