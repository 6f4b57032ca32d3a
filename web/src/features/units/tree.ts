import type { Unit, Uuid } from '@/api'

/** A unit as a line of the tree that is shown. */
export interface TreeLine {
  unit: Unit
  depth: number
  parent: Unit | null
  open: boolean
  branches: boolean
}

export function childrenOf(unit: Unit): Unit[] {
  return unit.children ?? []
}

/** All units, each with its way from the top. */
export function walk(
  units: readonly Unit[],
  visit: (unit: Unit, way: readonly Unit[]) => void,
  way: readonly Unit[] = [],
): void {
  for (const unit of units) {
    visit(unit, way)
    walk(childrenOf(unit), visit, [...way, unit])
  }
}

/** Units whose name or code contains the text, with everything above them; null when none is asked. */
export function matching(units: readonly Unit[], text: string): Set<Uuid> | null {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return null
  const kept = new Set<Uuid>()
  walk(units, (unit, way) => {
    if (unit.name.toLowerCase().includes(wanted) || unit.code.toLowerCase().includes(wanted)) {
      kept.add(unit.id)
      way.forEach((above) => kept.add(above.id))
    }
  })
  return kept
}

/** The lines to show: children of open units only, or all that lead to a match. */
export function linesOf(
  units: readonly Unit[],
  open: ReadonlySet<Uuid>,
  kept: ReadonlySet<Uuid> | null,
): TreeLine[] {
  const lines: TreeLine[] = []
  const add = (list: readonly Unit[], depth: number, parent: Unit | null): void => {
    for (const unit of list) {
      if (kept && !kept.has(unit.id)) continue
      const branches = childrenOf(unit).some((child) => !kept || kept.has(child.id))
      const opened = branches && (kept !== null || open.has(unit.id))
      lines.push({ unit, depth, parent, open: opened, branches })
      if (opened) add(childrenOf(unit), depth + 1, unit)
    }
  }
  add(units, 0, null)
  return lines
}

/** Units open at first: the upper two floors, so that the park's shape is seen at once. */
export function openAtFirst(units: readonly Unit[]): Set<Uuid> {
  const open = new Set<Uuid>()
  walk(units, (unit, way) => {
    if (way.length < 2) open.add(unit.id)
  })
  return open
}

/** A unit and all below it: none of these may become its parent. */
export function below(unit: Unit): Set<Uuid> {
  const ids = new Set<Uuid>([unit.id])
  walk(childrenOf(unit), (child) => ids.add(child.id))
  return ids
}

export function countOf(units: readonly Unit[]): { units: number; people: number } {
  let count = 0
  walk(units, () => count++)
  return { units: count, people: units.reduce((sum, unit) => sum + unit.people, 0) }
}

export interface UnitOption {
  value: Uuid
  label: string
  disabled: boolean
  children: UnitOption[]
}

/** As a tree select wants them. */
export function optionsOf(
  units: readonly Unit[],
  barred: ReadonlySet<Uuid> = new Set(),
): UnitOption[] {
  return units.map((unit) => ({
    value: unit.id,
    label: unit.name,
    disabled: barred.has(unit.id),
    children: optionsOf(childrenOf(unit), barred),
  }))
}
