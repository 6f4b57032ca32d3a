import { describe, expect, it } from 'vitest'
import { fromBase64, importHashKey, keyedHash, toBase64 } from './keyedHash'

describe('keyed hash', () => {
  it('is the HMAC-SHA256 of type:number in lower-case hex', async () => {
    const key = await importHashKey(toBase64(new TextEncoder().encode('Jefe')))
    // RFC 4231 key with our own message; computed with `openssl dgst -sha256 -hmac Jefe`
    expect(await keyedHash(key, 'resident_id', '62012119000101001X')).toBe(
      'f19042e3aee0cd02dc15cc194e307f657e1649b8be330923677b990285a5a067',
    )
  })
  it('cannot be exported again', async () => {
    const key = await importHashKey(toBase64(new Uint8Array(32)))
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })
  it('reads both base64 alphabets', () => {
    expect([...fromBase64('-_8=')]).toEqual([...fromBase64('+/8=')])
  })
})
