/**
 * Identity documents as the front line meets them: recognise, normalise, check, mask.
 *
 * Rules: GB 11643-1999 (resident identity card), the 2018 residence permit for residents of Hong
 * Kong, Macao and Taiwan (same check digit), the home return permit, PRC passports, mobile numbers.
 * Everything here is pure; nothing is stored or logged.
 */

export type DocumentType =
  'resident_id' | 'residence_permit' | 'home_return_permit' | 'passport' | 'other'

export interface IdentityDocument {
  type: DocumentType
  number: string
}

/** Why a number cannot be that kind of document; the screen has a sentence for each. */
export type DocumentFault =
  'empty' | 'length' | 'characters' | 'region' | 'birth_date' | 'check_digit' | 'pattern'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECK_DIGITS = '10X98765432'

/** Province codes of GB/T 2260 that may open a resident identity number. */
const PROVINCES = new Set(
  (
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 ' +
    '71 81 82'
  ).split(' '),
)
const PERMIT_PREFIXES = new Set(['810000', '820000', '830000'])

const HOME_RETURN = /^[HM]\d{8}(\d{2})?$/
const PRC_PASSPORT = /^(E\d{8}|E[A-HJ-NP-Z]\d{7}|G\d{8}|[DSP]E?\d{7})$/
const MOBILE = /^1[3-9]\d{9}$/

/** Full-width to half-width, spaces and a leading apostrophe dropped; letter case is kept. */
export function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\u2060\ufeff]/gu, '')
    .replace(/^['’‘]/u, '')
}

/** The check digit of the first 17 digits. */
export function checkDigit(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * WEIGHTS[i]
  return CHECK_DIGITS[sum % 11]
}

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return (
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    year >= 1850
  )
}

function faultOfSum(number: string): DocumentFault | null {
  if (number.length !== 18) return 'length'
  if (!/^\d{17}[\dX]$/.test(number)) return 'characters'
  const year = Number(number.slice(6, 10))
  const month = Number(number.slice(10, 12))
  const day = Number(number.slice(12, 14))
  if (!isRealDate(year, month, day)) return 'birth_date'
  return checkDigit(number) === number[17] ? null : 'check_digit'
}

/** The first fault of an already tidied number, or null when it is good. */
export function faultOf(document: IdentityDocument): DocumentFault | null {
  const { type, number } = document
  if (number.length === 0) return 'empty'
  switch (type) {
    case 'resident_id':
      if (number.length === 18 && !PROVINCES.has(number.slice(0, 2))) return 'region'
      return faultOfSum(number)
    case 'residence_permit':
      if (number.length === 18 && !PERMIT_PREFIXES.has(number.slice(0, 6))) return 'region'
      return faultOfSum(number)
    case 'home_return_permit':
      return HOME_RETURN.test(number) ? null : 'pattern'
    case 'passport':
      return PRC_PASSPORT.test(number) ? null : 'pattern'
    case 'other':
      return number.length >= 4 && number.length <= 32 ? null : 'length'
  }
}

/** Upper-cases the final x of an 18-character number; other letters stay as they came. */
export function normalise(type: DocumentType, text: string): string {
  const number = tidy(text)
  return type === 'resident_id' || type === 'residence_permit' ? number.replace(/x$/, 'X') : number
}

/**
 * What a scanned or typed text is. Eighteen characters of digits are always an identity number or a
 * residence permit, even when wrong (so that a wrong check digit is said, not taken for a badge).
 */
export function recognise(text: string): IdentityDocument | null {
  const tidied = tidy(text)
  if (/^\d{17}[\dxX]$/.test(tidied)) {
    const number = tidied.toUpperCase()
    const type = PERMIT_PREFIXES.has(number.slice(0, 6)) ? 'residence_permit' : 'resident_id'
    return { type, number }
  }
  if (HOME_RETURN.test(tidied)) return { type: 'home_return_permit', number: tidied }
  if (PRC_PASSPORT.test(tidied)) return { type: 'passport', number: tidied }
  return null
}

/** Sex and birth date that an identity number tells; null for the other kinds. */
export function readIdentity(
  document: IdentityDocument,
): { sex: 'male' | 'female'; birthDate: string } | null {
  if (document.type !== 'resident_id' && document.type !== 'residence_permit') return null
  if (faultOf(document) !== null) return null
  const n = document.number
  return {
    sex: Number(n[16]) % 2 === 1 ? 'male' : 'female',
    birthDate: `${n.slice(6, 10)}-${n.slice(10, 12)}-${n.slice(12, 14)}`,
  }
}

/** `620121********001X`: first six and last four; shorter numbers keep only the last four. */
export function mask(number: string): string {
  if (number.length >= 15)
    return `${number.slice(0, 6)}${'*'.repeat(number.length - 10)}${number.slice(-4)}`
  if (number.length <= 4) return '*'.repeat(number.length)
  return `${'*'.repeat(number.length - 4)}${number.slice(-4)}`
}

/** Mobile number without +86 and separators, or null. */
export function mobile(text: string): string | null {
  const number = tidy(text)
    .replace(/-/g, '')
    .replace(/^(\+86|0086)/, '')
  return MOBILE.test(number) ? number : null
}
