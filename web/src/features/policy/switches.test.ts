import { describe, expect, it } from 'vitest'
import type { PolicyInForce, PolicyRule } from '@/api'
import { ahead, byKind, differences, nextMidnight, type Count } from './switches'

const rule = (key: string, value: unknown): PolicyRule => ({ key, value }) as PolicyRule
const book = (...rules: PolicyRule[]): PolicyInForce => ({ rules }) as unknown as PolicyInForce

describe('switches', () => {
  it('finds the rules whose value is another one, those that come and those that go', () => {
    const now = book(rule('a', 14), rule('b', [1, 4]), rule('c', true))
    const then = book(rule('a', 7), rule('b', [1, 4]), rule('d', 3))
    expect(differences(now, then).map((it) => [it.key, it.now?.value, it.then?.value])).toEqual([
      ['a', 14, 7],
      ['c', true, undefined],
      ['d', undefined, 3],
    ])
  })

  it('sums people by kind and leaves out what there is none of', () => {
    const count = (kind: Count['kind'], persons: number): Count => ({
      kind,
      fromLevel: 'barred',
      toLevel: 'free',
      persons,
    })
    expect(byKind([count('freed', 3), count('eased', 1), count('freed', 4)])).toEqual([
      { kind: 'freed', persons: 7 },
      { kind: 'eased', persons: 1 },
    ])
  })

  it('offers the country’s editions that are still to come, the next first', () => {
    const edition = (id: string, jurisdiction: string, validFrom: string) => ({
      id,
      jurisdiction,
      validFrom,
      name: { zh: id, en: id },
    })
    expect(
      ahead(
        [
          edition('b', 'national', '2023-01-08'),
          edition('p', 'park', '2022-07-01'),
          edition('9', 'national', '2022-06-28'),
          edition('8', 'national', '2021-05-14'),
        ],
        '2022-03-10',
      ).map((it) => it.id),
    ).toEqual(['9', 'b'])
  })

  it('proposes the park’s next midnight', () => {
    expect(nextMidnight(Date.parse('2022-03-10T15:59:59Z'))).toBe('2022-03-11 00:00:00')
    expect(nextMidnight(Date.parse('2022-03-10T16:00:00Z'))).toBe('2022-03-12 00:00:00')
  })
})
