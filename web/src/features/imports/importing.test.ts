import { describe, expect, it } from 'vitest'
import { bySheet, cancellable, faulty, headersOf, percent, readable, working } from './importing'
import type { ImportColumn, ImportRowView } from './types'

function column(sheet: string, header: string, field: string | null): ImportColumn {
  return { sheet, kind: 'people', header, field }
}

function row(cells: Record<string, string>, fields: string[] = []): ImportRowView {
  return {
    number: 1,
    row: 3,
    sheet: '名册',
    state: 'bad',
    reasons: fields.map((field) => ({ code: 'c', field, value: null, cure: '', message: '' })),
    cells,
  }
}

describe('imports', () => {
  it('can be called off until rows are taken in', () => {
    expect(['reading', 'previewed'].every((state) => cancellable(state as never))).toBe(true)
    expect(cancellable('committing')).toBe(false)
    expect(working('committing')).toBe(true)
    expect(working('previewed')).toBe(false)
  })

  it('takes Excel and CSV, not the old Excel', () => {
    expect(readable('花名册.XLSX')).toBe(true)
    expect(readable('a.csv')).toBe(true)
    expect(readable('a.xls')).toBe(false)
  })

  it('keeps columns by sheet in the order of the file', () => {
    const sheets = bySheet([
      column('一', '姓名', 'name'),
      column('二', '单位', 'unit'),
      column('一', '备注', null),
    ])
    expect(sheets.map((each) => each.columns.map((it) => it.header))).toEqual([
      ['姓名', '备注'],
      ['单位'],
    ])
  })

  it('joins the headers of rows and marks those at fault', () => {
    expect(headersOf([row({ 姓名: '甲' }), row({ 电话: '1', 姓名: '乙' })])).toEqual([
      '姓名',
      '电话',
    ])
    expect(faulty(row({}, ['电话'])).has('电话')).toBe(true)
  })

  it('keeps progress between 0 and 100', () => {
    expect([percent(-1), percent(0.333), percent(4)]).toEqual([0, 33, 100])
  })
})
