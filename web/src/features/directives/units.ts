import type { Unit } from '@/api'
import { api } from '@/shell/session'
import { treeOf, type UnitChoice } from './tasks'

/** Units that one may choose, for oneself or for whom one is a deputy. */
export async function unitTree(): Promise<Unit[]> {
  return treeOf(await api.get<UnitChoice[]>('/command/units'))
}
