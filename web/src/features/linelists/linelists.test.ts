import { describe, expect, it } from 'vitest'
import {
  acting,
  cancellable,
  cellsOf,
  choose,
  mappable,
  missing,
  readingOf,
  sorted,
  wordsToMap,
  working,
} from './linelists'
import type { LineList, ListField, ListReading } from './types'

const LIST: LineList = {
  id: 'a',
  fileName: 'x.csv',
  format: 'other',
  kind: 'contacts',
  state: 'previewed',
  counts: { rows: 9, fresh: 3, joined: 2, changed: 1, unchanged: 1, skipped: 1, bad: 1 },
  progress: 1,
  startedBy: '甲',
  mine: true,
  startedAt: '2022-03-10T04:00:00Z',
  noteUnknown: false,
  mapping: {
    kind: 'contacts',
    columns: { 人员: 'name', 证件: 'document', 级别: 'contactClass' },
    values: { contactClass: { A: 'close' } },
    order: 'day_first',
  },
}

const FIELDS: ListField[] = [
  { key: 'name', type: 'text', words: [] },
  { key: 'contactClass', type: 'code', words: ['close', 'none'] },
]

describe('line lists', () => {
  it('can be called off and mapped until rows are taken in', () => {
    expect(cancellable('mapping')).toBe(true)
    expect(cancellable('committing')).toBe(false)
    expect(mappable('previewed')).toBe(true)
    expect(mappable('reading')).toBe(false)
    expect(working('committing')).toBe(true)
    expect(working('mapping')).toBe(false)
  })

  it('counts rows that do something', () => {
    expect(acting(LIST)).toBe(6)
  })

  it('shows how a list is read without touching it', () => {
    const reading = readingOf(LIST)
    reading.columns['新'] = 'phone'
    reading.values.contactClass!.B = 'none'
    expect(LIST.mapping?.columns['新']).toBeUndefined()
    expect(LIST.mapping?.values.contactClass).toEqual({ A: 'close' })
    expect(reading.order).toBe('day_first')
  })

  it('gives a field to one column only', () => {
    expect(choose({ 甲: 'name', 乙: 'phone' }, '丙', 'name')).toEqual({ 乙: 'phone', 丙: 'name' })
    expect(choose({ 甲: 'name' }, '甲', '')).toEqual({})
  })

  it('asks for words of closed lists only', () => {
    const columns = [
      { header: '人员', values: ['甲'] },
      { header: '级别', values: ['A', 'B'] },
    ]
    expect(wordsToMap(columns, LIST.mapping!.columns, FIELDS)).toEqual([
      { field: FIELDS[1], header: '级别', values: ['A', 'B'] },
    ])
  })

  it('says what is missing', () => {
    const reading: ListReading = { ...readingOf(LIST) }
    expect(missing(reading)).toEqual(['lastContact'])
    expect(missing({ ...reading, kind: null, columns: {} })).toEqual(['kind', 'name', 'document'])
    expect(missing({ ...reading, kind: 'cases' })).toEqual([])
  })

  it('shows what is mapped and what is at fault first', () => {
    const columns = [
      { header: '序号', values: [] },
      { header: '人员', values: [] },
    ]
    expect(sorted(columns, { 人员: 'name' }).map((it) => it.header)).toEqual(['人员', '序号'])
    const cells = cellsOf({ cells: { 甲: '1', 乙: '2' }, reasons: [{ header: '乙' }] })
    expect(cells[0]).toEqual({ header: '乙', value: '2', fault: true })
  })
})
