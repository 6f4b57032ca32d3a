import type { Instant, PolicyInForce, PolicyRule, Texts } from '@/api'

export type LevelWord = 'free' | 'watched' | 'test_first' | 'held' | 'barred'

export const KINDS = [
  'freed',
  'eased',
  'shortened',
  'tightened',
  'lengthened',
  'relabelled',
] as const
export type Kind = (typeof KINDS)[number]

export const ORDER_KINDS = ['ends', 'due', 'shorter', 'longer', 'otherwise', 'same'] as const
export type OrderKind = (typeof ORDER_KINDS)[number]

export interface Count {
  kind: Kind
  fromLevel: LevelWord
  fromLabel?: string
  toLevel: LevelWord
  toLabel?: string
  persons: number
}

export interface Preview {
  id: string
  at: Instant
  rulesOf: string
  disease?: string
  askedAt: Instant
  asker: string
  state: 'running' | 'done' | 'failed'
  judged: number
  counts: Count[]
}

export interface Side {
  level: LevelWord
  label?: string
  rule?: string
  until?: Instant
  free?: Instant
}

export interface Named {
  id: string
  name?: string
  unitName?: string
}

export interface PersonChange {
  person: Named
  kind: Kind
  from: Side
  to: Side
}

export interface OrderChange {
  id: string
  person: Named
  kind: OrderKind
  from?: string
  to?: string
}

export interface Decided {
  id: string
  at: Instant
  rulesOf: string
  disease?: string
  document: string
  note?: string
  decidedAt: Instant
  decider: string
  cancelledAt?: Instant
  canceller?: string
  ahead: boolean
}

export interface Listed {
  id: string
  name: Texts
  jurisdiction: string
  validFrom?: string
  validTo?: string
}

/** How many of each kind, those there are. */
export function byKind(counts: readonly Count[]): { kind: Kind; persons: number }[] {
  return KINDS.map((kind) => ({
    kind,
    persons: counts.filter((it) => it.kind === kind).reduce((sum, it) => sum + it.persons, 0),
  })).filter((it) => it.persons > 0)
}

/** Editions of the country that begin on a day or after it: what one may go over to early. */
export function ahead(editions: readonly Listed[], day: string): Listed[] {
  return editions
    .filter((it) => it.jurisdiction === 'national' && it.validFrom !== undefined)
    .filter((it) => (it.validFrom ?? '') > day)
    .sort((one, other) => (one.validFrom ?? '').localeCompare(other.validFrom ?? ''))
}

export interface Difference {
  key: string
  now: PolicyRule | null
  then: PolicyRule | null
}

/** Rules whose value is another one, by key. */
export function differences(now: PolicyInForce, then: PolicyInForce): Difference[] {
  const before = new Map(now.rules.map((rule) => [rule.key, rule]))
  const after = new Map(then.rules.map((rule) => [rule.key, rule]))
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((key) => ({ key, now: before.get(key) ?? null, then: after.get(key) ?? null }))
    .filter((it) => JSON.stringify(it.now?.value) !== JSON.stringify(it.then?.value))
}

/** The next midnight of the park, as `yyyy-MM-dd HH:mm:ss`. */
export function nextMidnight(now: number): string {
  return new Date(now + 8 * 3_600_000 + 86_400_000).toISOString().slice(0, 10) + ' 00:00:00'
}
