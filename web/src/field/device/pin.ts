import { fromBase64 } from '@/domain/keyedHash'

export interface PinVerifier {
  salt: string
  iterations: number
  hash: string
}

/** PBKDF2-SHA256, 32 bytes, compared without an early way out. Works without a network. */
export async function pinMatches(pin: string, verifier: PinVerifier): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ])
  const bits = await crypto.subtle.deriveBits(
    {
      name: 'PBKDF2',
      hash: 'SHA-256',
      salt: fromBase64(verifier.salt),
      iterations: verifier.iterations,
    },
    key,
    256,
  )
  const derived = new Uint8Array(bits)
  const expected = fromBase64(verifier.hash)
  let difference = derived.length ^ expected.length
  for (let i = 0; i < derived.length; i++) difference |= derived[i] ^ (expected[i] ?? 0)
  return difference === 0
}

/** Wrong PINs in a row and when the next try is allowed; kept across reloads. */
export interface PinTries {
  wrong: number
  notBefore: number
}

const FREE_TRIES = 4

export function afterWrongPin(tries: PinTries, now: number): PinTries {
  const wrong = tries.wrong + 1
  const wait =
    wrong <= FREE_TRIES ? 0 : Math.min(15 * 60_000, 15_000 * 2 ** (wrong - FREE_TRIES - 1))
  return { wrong, notBefore: now + wait }
}
