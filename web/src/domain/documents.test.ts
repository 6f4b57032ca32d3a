import { describe, expect, it } from 'vitest'
import { checkDigit, faultOf, mask, mobile, normalise, readIdentity, recognise } from './documents'

describe('resident identity number (GB 11643-1999)', () => {
  it.each(['62012119000101001X', '620102190402291028', '440524188001010014'])('accepts %s', (n) => {
    expect(faultOf({ type: 'resident_id', number: n })).toBeNull()
    expect(checkDigit(n)).toBe(n[17])
  })
  it.each([
    ['620121190001010010', 'check_digit'],
    ['620102190302291020', 'birth_date'],
    ['990102190001010014', 'region'],
    ['62012119000101001', 'length'],
    ['62012119O00101001X', 'characters'],
    ['', 'empty'],
  ])('refuses %s for its %s', (n, fault) => {
    expect(faultOf({ type: 'resident_id', number: n })).toBe(fault)
  })
  it('turns a final x and full-width digits into what the standard writes', () => {
    expect(normalise('resident_id', "'６２０１２１ 19000101001x")).toBe('62012119000101001X')
    expect(recognise('62012119000101001x')).toEqual({
      type: 'resident_id',
      number: '62012119000101001X',
    })
  })
  it('reads sex from the 17th digit and the birth date', () => {
    expect(readIdentity({ type: 'resident_id', number: '62012119000101001X' })).toEqual({
      sex: 'male',
      birthDate: '1900-01-01',
    })
    expect(readIdentity({ type: 'resident_id', number: '620102190402291028' })?.sex).toBe('female')
  })
})

describe('residence permit', () => {
  it.each(['810000190001010018', '83000019010203002X', '820000190405060056'])('accepts %s', (n) => {
    expect(recognise(n)).toEqual({ type: 'residence_permit', number: n })
    expect(faultOf({ type: 'residence_permit', number: n })).toBeNull()
  })
  it.each(['810000190001010019', '820000190405060058'])('refuses %s', (n) => {
    expect(faultOf({ type: 'residence_permit', number: n })).toBe('check_digit')
  })
})

describe('home return permit and passport', () => {
  it.each(['H12345678', 'M1234567800'])('recognises %s', (n) => {
    expect(recognise(n)?.type).toBe('home_return_permit')
  })
  it.each(['A12345678', 'H1234567', 'H123456789'])('refuses permit %s', (n) => {
    expect(faultOf({ type: 'home_return_permit', number: n })).toBe('pattern')
  })
  it.each(['E12345678', 'EA1234567', 'G12345678'])('recognises passport %s', (n) => {
    expect(recognise(n)?.type).toBe('passport')
  })
  it.each(['EI1234567', 'E1234567', 'e12345678'])('refuses passport %s', (n) => {
    expect(faultOf({ type: 'passport', number: n })).toBe('pattern')
  })
})

describe('mobile number and masks', () => {
  it.each([['13900000000'], ['19999999999'], ['+8613900000000']])('accepts %s', (n) => {
    expect(mobile(n)).toMatch(/^1\d{10}$/)
  })
  it.each(['12345678901', '1390000000'])('refuses %s', (n) => expect(mobile(n)).toBeNull())
  it('shows first six and last four only', () => {
    expect(mask('62012119000101001X')).toBe('620121********001X')
    expect(mask('E12345678')).toBe('*****5678')
  })
})
