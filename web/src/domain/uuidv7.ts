/**
 * UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids made within one
 * millisecond in order, 62 random bits. The server partitions receipts by the time in the id.
 */
let lastMillis = 0
let counter = 0

export function uuidv7(
  now: number = Date.now(),
  random: (bytes: Uint8Array) => void = fillRandom,
): string {
  const bytes = new Uint8Array(16)
  random(bytes)
  const millis = Math.max(now, lastMillis)
  if (millis === lastMillis) {
    counter++
  } else {
    counter = ((bytes[6] & 0x07) << 8) | bytes[7]
  }
  lastMillis = millis
  if (counter > 0xfff) {
    counter = 0
    lastMillis++
  }
  let rest = lastMillis
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = 0x70 | (counter >> 8)
  bytes[7] = counter & 0xff
  bytes[8] = 0x80 | (bytes[8] & 0x3f)
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The Unix milliseconds inside a UUIDv7. */
export function millisOf(id: string): number {
  return Number.parseInt(id.replace(/-/g, '').slice(0, 12), 16)
}

function fillRandom(bytes: Uint8Array): void {
  crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)
}
