import { describe, expect, it } from 'vitest'
import { changes, clockTone, missing, moveWord, ready, stepComplete, ways } from './incidents'
import type { ReportField } from './types'

const NOW = Date.parse('2022-03-10T04:00:00Z')

const field = (key: string, value: string, required = true): ReportField => ({
  key,
  required,
  value,
  from: value ? 'RECORD' : 'NOTHING',
})

describe('incidents', () => {
  it('closes from disposal alone', () => {
    expect(ways('signalled')).not.toContain('closed')
    expect(ways('responding')).not.toContain('closed')
    expect(ways('disposal')[0]).toBe('closed')
    expect(moveWord('responding', 'signalled')).toBe('responding')
    expect(moveWord('responding', 'disposal')).toBe('again')
    expect(ways('closed')).toEqual([])
    expect(ways('withdrawn')).toEqual([])
  })

  it('shows a clock as over, near or calm', () => {
    expect(clockTone('2022-03-10T03:59:59Z', NOW)).toBe('over')
    expect(clockTone('2022-03-10T04:09:59Z', NOW)).toBe('near')
    expect(clockTone('2022-03-10T04:10:00Z', NOW)).toBe('calm')
  })

  it('ends a step with its document, and one that is needless with its reason', () => {
    const done = { state: 'done', note: '', document: ' ' } as const
    expect(stepComplete({ asks: 'note' }, done)).toBe(true)
    expect(stepComplete({ asks: 'document' }, done)).toBe(false)
    expect(stepComplete({ asks: 'document' }, { ...done, document: '1' })).toBe(true)
    expect(stepComplete({ asks: 'note' }, { ...done, state: 'not_needed' })).toBe(false)
    expect(stepComplete({ asks: 'document' }, { ...done, state: 'not_needed', note: 'x' })).toBe(
      true,
    )
  })

  it('sends only what was changed, and an emptied field as empty', () => {
    const fields = [field('home', 'A'), field('age', '41'), field('next', '')]
    expect(changes(fields, { home: 'A ', age: '', next: 'B' })).toEqual({ age: '', next: 'B' })
    expect(changes(fields, {})).toEqual({})
  })

  it('names required fields that are empty on the screen', () => {
    const fields = [field('home', 'A'), field('next', ''), field('onset', '', false)]
    expect(missing({ fields }, {})).toEqual(['next'])
    expect(missing({ fields }, { next: 'B', home: ' ' })).toEqual(['home'])
  })

  it('counts what is ready', () => {
    expect(ready([{ state: 'ready' }, { state: 'overdue' }, { state: 'never' }])).toEqual({
      ready: 1,
      all: 3,
    })
  })
})
