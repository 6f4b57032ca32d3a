import { describe, expect, it } from 'vitest'
import { A_SHEET, sheetsOf } from './labels'

describe('labels', () => {
  it('fill sheet after sheet, and none is lost', () => {
    const labels = Array.from({ length: A_SHEET * 2 + 3 }, (_, n) => n)
    const sheets = sheetsOf(labels)
    expect(sheets.map((sheet) => sheet.length)).toEqual([A_SHEET, A_SHEET, 3])
    expect(sheets.flat()).toEqual(labels)
    expect(sheetsOf([])).toEqual([])
  })
})
