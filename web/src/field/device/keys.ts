import { toBase64 } from '@/domain/keyedHash'
import type { FieldDatabase, Sealed } from './database'

const AES = { name: 'AES-GCM', length: 256 } as const
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const

/**
 * The device's own keys. They are made here, are not extractable, and are kept in IndexedDB as
 * CryptoKey objects; losing them loses what they sealed, which is what a wipe does.
 */
export class DeviceKeys {
  private sealKey: Promise<CryptoKey> | null = null

  constructor(private readonly database: FieldDatabase) {}

  /** Seals a value for one named place, so that rows can't be swapped unnoticed. */
  async seal(place: string, value: unknown): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const plain = new TextEncoder().encode(JSON.stringify(value))
    const bytes = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) },
      await this.sealing(),
      plain,
    )
    return { iv, bytes }
  }

  async open<T>(place: string, sealed: Sealed): Promise<T> {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: sealed.iv, additionalData: new TextEncoder().encode(place) },
      await this.sealing(),
      sealed.bytes,
    )
    return JSON.parse(new TextDecoder().decode(plain)) as T
  }

  private sealing(): Promise<CryptoKey> {
    this.sealKey ??= this.loadOrMake(
      'seal',
      () => crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']) as Promise<CryptoKey>,
    ).catch((error: unknown) => {
      this.sealKey = null
      throw error
    })
    return this.sealKey
  }

  /** The public half of the signing key, as the enrolment sends it. */
  async publicKey(): Promise<JsonWebKey> {
    const pair = await this.signing()
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
    return { kty, crv, x, y, alg: 'ES256' } as JsonWebKey
  }

  /** ES256 over the text, as IEEE P1363 (r then s, 64 bytes) in base64. */
  async sign(text: string): Promise<string> {
    const pair = await this.signing()
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      pair.privateKey,
      new TextEncoder().encode(text),
    )
    return toBase64(new Uint8Array(signature))
  }

  private signing(): Promise<CryptoKeyPair> {
    return this.loadOrMake('signature', () =>
      crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']),
    )
  }

  async rosterHash(): Promise<CryptoKey | null> {
    const row = await this.database.keys.get('rosterHash')
    return (row?.key as CryptoKey | undefined) ?? null
  }

  async keepRosterHash(key: CryptoKey): Promise<void> {
    await this.database.keys.put({ name: 'rosterHash', key })
  }

  /** Two tabs may make a key at once: the first to be stored is everybody's. */
  private async loadOrMake<K extends CryptoKey | CryptoKeyPair>(
    name: 'seal' | 'signature',
    make: () => Promise<K>,
  ): Promise<K> {
    const kept = await this.database.keys.get(name)
    if (kept) return kept.key as K
    const made = await make()
    return this.database.transaction('rw', this.database.keys, async () => {
      const other = await this.database.keys.get(name)
      if (other) return other.key as K
      await this.database.keys.add({ name, key: made })
      return made
    })
  }

  forget(): void {
    this.sealKey = null
  }
}
