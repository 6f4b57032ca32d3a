import type { Unit, Uuid } from '@/api'
import { childrenOf, walk } from '@/features/units/tree'
import type { Tone } from '@/ui/StateMark.vue'
import type { Task, TaskAct } from './types'

/** A task as a line of the tree that is shown. */
export interface TaskLine {
  task: Task
  depth: number
}

/** Tasks under their parents; one whose parent the reader doesn't see stands at the top. */
export function linesOf(tasks: readonly Task[]): TaskLine[] {
  const known = new Set(tasks.map((task) => task.id))
  const below = new Map<Uuid | null, Task[]>()
  for (const task of tasks) {
    const parent = task.parentId && known.has(task.parentId) ? task.parentId : null
    below.set(parent, [...(below.get(parent) ?? []), task])
  }
  const lines: TaskLine[] = []
  const add = (parent: Uuid | null, depth: number): void => {
    const list = (below.get(parent) ?? []).sort(
      (one, other) =>
        Number(isLate(other)) - Number(isLate(one)) ||
        one.unit.path.localeCompare(other.unit.path, 'zh-CN'),
    )
    for (const task of list) {
      lines.push({ task, depth })
      add(task.id, depth + 1)
    }
  }
  add(null, 0)
  return lines
}

export const isLate = (task: Task): boolean => task.duty?.state === 'late'

export function toneOf(task: Task): Tone {
  if (isLate(task)) return 'bad'
  switch (task.state) {
    case 'issued':
      return 'warn'
    case 'returned':
      return 'odd'
    case 'reported':
      return 'note'
    case 'accepted':
      return 'good'
    default:
      return 'plain'
  }
}

/** What may be done with a task now, by this reader. */
export function actsOf(task: Task): TaskAct[] {
  const acts: TaskAct[] = []
  if (task.mayCarryOut) {
    if (task.state === 'issued') acts.push('acknowledge')
    if (task.state === 'acknowledged' || task.state === 'returned') {
      acts.push('split', 'progress', 'done')
    }
  }
  if (task.mayJudge && task.state === 'reported') acts.push('return', 'accept')
  return acts
}

/** A unit as the server lists those that may be chosen. */
export type UnitChoice = Pick<Unit, 'id' | 'code' | 'name' | 'kind'> & { parentId?: Uuid | null }

/** The tree of the units of a list; one whose parent is not in it stands at the top. */
export function treeOf(choices: readonly UnitChoice[]): Unit[] {
  const units = new Map<Uuid, Unit & { children: Unit[] }>(
    choices.map((each) => [
      each.id,
      { ...each, parentId: each.parentId ?? null, people: 0, children: [] },
    ]),
  )
  const tops: Unit[] = []
  for (const unit of units.values()) {
    const parent = unit.parentId ? units.get(unit.parentId) : undefined
    if (parent) parent.children.push(unit)
    else tops.push(unit)
  }
  return tops
}

/** The part of the tree strictly below a unit; the whole tree when no unit is given. */
export function treeBelow(units: readonly Unit[], top: Uuid | null): Unit[] {
  if (!top) return [...units]
  let found: Unit[] = []
  walk(units, (unit) => {
    if (unit.id === top) found = childrenOf(unit)
  })
  return found
}

/** Chosen units after all below (and with) a unit were chosen, or given up if all were. */
export function withAllBelow(chosen: readonly Uuid[], unit: Unit): Uuid[] {
  const ids: Uuid[] = []
  walk([unit], (each) => ids.push(each.id))
  const set = new Set(chosen)
  const all = ids.every((id) => set.has(id))
  ids.forEach((id) => (all ? set.delete(id) : set.add(id)))
  return [...set]
}
