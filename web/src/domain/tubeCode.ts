/**
 * Codes of tubes. Ours begin with QC and end with a check digit (mod 10; letters count as 10 to 35,
 * written as two digits); a laboratory's own codes are taken as they are.
 */
const OURS = 'QC'
const FORM = /^[A-Z0-9]{7,19}[0-9]$/
const FOREIGN = /^[A-Z0-9-]{6,32}$/

/** As a code is compared and kept: half-width, no blanks around it, capital letters. */
export function normalTubeCode(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase()
}

/** Whether a normal code means to be one of ours, right or wrong. */
export function isOurs(code: string): boolean {
  return code.startsWith(OURS)
}

/** Whether a normal code can stand on a tube. */
export function validTubeCode(code: string): boolean {
  if (!isOurs(code)) return FOREIGN.test(code)
  return FORM.test(code) && tubeCheckDigit(code.slice(0, -1)) === code.slice(-1)
}

/** The digit that follows a code without one. */
export function tubeCheckDigit(payload: string): string {
  const digits = [...payload].map((c) => String(Number.parseInt(c, 36))).join('')
  let sum = 0
  let twice = true
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = Number(digits[i])
    const counted = twice ? digit * 2 : digit
    sum += counted > 9 ? counted - 9 : counted
    twice = !twice
  }
  return String((10 - (sum % 10)) % 10)
}

/** Code number `serial` of a batch: `QC220306` and 1 give `QC22030600013`. */
export function tubeCode(batch: string, serial: number, width = 4): string {
  const payload = batch + String(serial).padStart(width, '0')
  return payload + tubeCheckDigit(payload)
}
