import { describe, expect, it } from 'vitest'
import { ScannerKeys, temperatureOf } from './scanner'

function type(keys: ScannerKeys, text: string, gap: number, start: number, inField = false) {
  let at = start
  for (const key of text) {
    keys.take({ key, code: '', at, inField })
    at += gap
  }
  return keys.take({ key: 'Enter', code: 'Enter', at, inField })
}

describe('scanner as keyboard', () => {
  it('collects a fast burst that ends in Enter', () => {
    expect(type(new ScannerKeys(), '62012119000101001X', 8, 1_000)).toEqual({
      kind: 'line',
      line: { text: '62012119000101001X', burst: true },
    })
  })
  it('takes a slowly typed line too when no field is focused', () => {
    expect(type(new ScannerKeys(), '36.5', 300, 1_000)).toEqual({
      kind: 'line',
      line: { text: '36.5', burst: false },
    })
  })
  it('leaves a person typing in a field alone, and still hears a scanner there', () => {
    expect(type(new ScannerKeys(), '张三丰abc', 150, 1_000, true).kind).toBe('none')
    expect(type(new ScannerKeys(), '62012119000101001X', 10, 1_000, true).kind).toBe('line')
  })
  it('takes CR LF for one end, and Enter alone as Enter', () => {
    const keys = new ScannerKeys()
    expect(type(keys, 'ABCD1234', 5, 1_000).kind).toBe('line')
    expect(keys.take({ key: 'Enter', code: 'Enter', at: 1_045, inField: false }).kind).toBe('none')
    expect(keys.take({ key: 'Enter', code: 'Enter', at: 2_000, inField: false }).kind).toBe('enter')
  })
  it('forgets what was left lying', () => {
    const keys = new ScannerKeys()
    keys.take({ key: '9', code: 'Digit9', at: 0, inField: false })
    expect(type(keys, '36.6', 10, 10_000)).toMatchObject({ line: { text: '36.6' } })
  })
  it('reads through a Chinese input method', () => {
    const keys = new ScannerKeys()
    ;['Digit3', 'Numpad6', 'Period', 'Digit5'].forEach((code, i) =>
      keys.take({ key: 'Process', code, at: i * 10, inField: false }),
    )
    expect(keys.take({ key: 'Enter', code: 'Enter', at: 40, inField: false })).toMatchObject({
      line: { text: '36.5' },
    })
  })
  it('ignores modifier and function keys', () => {
    const keys = new ScannerKeys()
    keys.take({ key: 'Shift', code: 'ShiftLeft', at: 0, inField: false })
    expect(type(keys, 'H12345678', 5, 1)).toMatchObject({ line: { text: 'H12345678' } })
  })
})

describe('temperature as text', () => {
  it.each([
    ['36.5', 36.5],
    ['365', 36.5],
    ['３７．６', 37.6],
    ['36,8℃', 36.8],
    ['36.55', 36.6],
  ])('%s is %d', (text, value) => expect(temperatureOf(text)).toBe(value))
  it.each(['62012119000101001X', '3650', 'abc', '', '99'])('%s is none', (text) =>
    expect(temperatureOf(text)).toBeNull(),
  )
})
