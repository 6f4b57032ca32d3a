/**
 * The roster on a device is found by a keyed hash of the document, never by its number. The key is
 * the device's own; it is imported as a non-extractable CryptoKey and never kept as bytes.
 */
const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

export async function importHashKey(base64: string): Promise<CryptoKey> {
  const bytes = fromBase64(base64)
  const key = await crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign'])
  bytes.fill(0)
  return key
}

/** Lower-case hex HMAC-SHA256 of `type:NUMBER` (or `badge:CODE`). */
export async function keyedHash(key: CryptoKey, type: string, value: string): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${type}:${value}`))
  return toHex(new Uint8Array(mac))
}

export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const b of bytes) hex += b.toString(16).padStart(2, '0')
  return hex
}

export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const b of bytes) binary += String.fromCharCode(b)
  return btoa(binary)
}

export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const standard = base64.replace(/-/g, '+').replace(/_/g, '/')
  const binary = atob(standard)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
