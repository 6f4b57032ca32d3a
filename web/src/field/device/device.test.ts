import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { keyedHash, toBase64 } from '@/domain/keyedHash'
import { FieldDatabase } from './database'
import { handoverFact, handoverText } from './handover'
import { DeviceKeys } from './keys'
import { afterWrongPin, pinMatches } from './pin'
import { Roster, type RosterSheet } from './roster'
import { Shelf } from './shelf'
import { DeviceClock, startOfDay } from './worldClock'

let database: FieldDatabase
let keys: DeviceKeys
let n = 0

beforeEach(() => {
  database = new FieldDatabase(`device-${n++}`)
  keys = new DeviceKeys(database)
})

const HASH_KEY = toBase64(new Uint8Array(32).fill(7))

async function sheet(people: number): Promise<RosterSheet> {
  const key = await crypto.subtle.importKey(
    'raw',
    new Uint8Array(32).fill(7),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const entries = await Promise.all(
    Array.from({ length: people }, async (_, i) => ({
      key: await keyedHash(key, 'resident_id', `number-${i}`),
      id: `id-${i}`,
      name: `王小${i}`,
      classOfPerson: 'shift_worker',
    })),
  )
  return {
    edition: 'e1',
    rules: {},
    asOf: '2022-03-08T00:00:00Z',
    expiresAt: '2022-03-09T00:00:00Z',
    place: { id: 'p', name: '东门' },
    lanes: ['1', { name: '2' }],
    entries,
    hashKey: HASH_KEY,
  }
}

/** Everything that lies in the database, as text, keys and all. */
async function everythingAtRest(): Promise<string> {
  const parts: string[] = []
  for (const table of database.tables) {
    for (const row of await table.toArray()) {
      parts.push(
        JSON.stringify(row, (_k, v: unknown) => {
          if (v instanceof ArrayBuffer)
            return new TextDecoder('latin1').decode(v) + new TextDecoder().decode(v)
          if (ArrayBuffer.isView(v)) return new TextDecoder('latin1').decode(v as Uint8Array)
          return v
        }),
      )
    }
  }
  return parts.join('\n')
}

describe('roster on the device', () => {
  it('finds a person by keyed hash and nobody else', async () => {
    const roster = new Roster(database, keys, new Shelf(database, keys))
    const head = await roster.replace(await sheet(600))
    expect(head).toMatchObject({ people: 600, lanes: ['1', '2'], evacuation: false })
    expect((await roster.find('resident_id', 'number-417'))?.name).toBe('王小417')
    expect(await roster.find('badge', 'number-417')).toBeNull()
    expect(await roster.find('resident_id', 'number-600')).toBeNull()
  })
  it('leaves no name, number, id or hash readable at rest, and no key that can be taken out', async () => {
    const roster = new Roster(database, keys, new Shelf(database, keys))
    const people = await sheet(50)
    await roster.replace(people)
    await new Shelf(database, keys).write('device', { token: 'secret-token' })
    const rest = await everythingAtRest()
    expect(rest).not.toMatch(/王小|number-|id-1|secret-token|shift_worker/)
    expect(rest).not.toContain(people.entries[3].key)
    expect(rest).not.toContain(HASH_KEY)
    for (const row of await database.keys.toArray()) {
      const key = row.key as CryptoKey
      expect(key.extractable).toBe(false)
    }
  })
  it('is replaced whole and wiped whole', async () => {
    const roster = new Roster(database, keys, new Shelf(database, keys))
    await roster.replace(await sheet(20))
    await roster.replace({ ...(await sheet(10)), edition: 'e2' })
    expect(await roster.find('resident_id', 'number-15')).toBeNull()
    expect((await roster.head())?.edition).toBe('e2')
    await roster.wipe()
    expect(await roster.head()).toBeNull()
    expect(await roster.find('resident_id', 'number-1')).toBeNull()
    expect(await database.roster.count()).toBe(0)
  })
  it('looks up in a few milliseconds among 16,400 people', async () => {
    const roster = new Roster(database, keys, new Shelf(database, keys))
    await roster.replace(await sheet(16_400))
    await roster.find('resident_id', 'number-1')
    const start = performance.now()
    expect((await roster.find('resident_id', 'number-16399'))?.id).toBe('id-16399')
    expect(performance.now() - start).toBeLessThan(100)
  }, 30_000)
})

describe('sealing', () => {
  it('opens only at the place it was sealed for', async () => {
    const sealed = await keys.seal('named:a', { x: 1 })
    expect(await keys.open('named:a', sealed)).toEqual({ x: 1 })
    await expect(keys.open('named:b', sealed)).rejects.toThrow()
  })
  it('keeps its key over a restart of the page', async () => {
    const sealed = await keys.seal('named:a', '值')
    expect(await new DeviceKeys(database).open('named:a', sealed)).toBe('值')
  })
  it('makes one key when two tabs ask at once', async () => {
    const [a, b] = [new DeviceKeys(database), new DeviceKeys(database)]
    const [one, two] = await Promise.all([a.seal('p', 1), b.seal('p', 2)])
    expect(await b.open('p', one)).toBe(1)
    expect(await a.open('p', two)).toBe(2)
  })
})

describe('hand-over', () => {
  it('is signed over exactly the agreed text', async () => {
    const counts = { passes: 205, held: 2, unsynced: 50 }
    const at = '2022-03-08T00:00:00.000Z'
    const fact = await handoverFact(keys, 'id', at, 'place', { from: null, to: 'g2' }, counts, '')
    expect(handoverText(null, 'g2', at, 'place', counts)).toBe(`|g2|${at}|place|205|2|50`)
    const publicKey = await crypto.subtle.importKey(
      'jwk',
      await keys.publicKey(),
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['verify'],
    )
    const signature = Uint8Array.from(atob(fact.data['signature'] as string), (c) =>
      c.charCodeAt(0),
    )
    const text = new TextEncoder().encode(handoverText(null, 'g2', at, 'place', counts))
    const verify = { name: 'ECDSA', hash: 'SHA-256' }
    expect(await crypto.subtle.verify(verify, publicKey, signature, text)).toBe(true)
    expect(fact.data).not.toHaveProperty('note')
  })
})

describe('PIN', () => {
  it('is checked against PBKDF2-SHA256 without a server', async () => {
    // RFC 7914 section 11: PBKDF2-HMAC-SHA256 ("passwd", "salt", 1, 64), first 32 bytes
    const hex = '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc'
    const hash = toBase64(Uint8Array.from(hex.match(/../g)!, (b) => Number.parseInt(b, 16)))
    const verifier = { salt: btoa('salt'), iterations: 1, hash }
    expect(await pinMatches('passwd', verifier)).toBe(true)
    expect(await pinMatches('passwe', verifier)).toBe(false)
  })
  it('makes guessing slow after a few tries', () => {
    let tries = { wrong: 0, notBefore: 0 }
    for (let i = 0; i < 4; i++) tries = afterWrongPin(tries, 1_000)
    expect(tries.notBefore).toBe(1_000)
    tries = afterWrongPin(tries, 1_000)
    expect(tries.notBefore).toBe(16_000)
    for (let i = 0; i < 20; i++) tries = afterWrongPin(tries, 1_000)
    expect(tries.notBefore).toBe(1_000 + 900_000)
  })
})

describe('clock', () => {
  it('adds the world offset, and the rate where the world runs faster', () => {
    let device = 1_000_000
    const clock = new DeviceClock(undefined, () => device)
    clock.heard({ wall: '', world: '', offsetMs: -500, rate: 1 })
    device += 1_000
    expect(clock.now()).toBe(1_000_500)
    clock.heard({ wall: '', world: '', offsetMs: 0, rate: 10 })
    device += 1_000
    expect(clock.now()).toBe(1_002_000 + 9_000)
  })
  it('starts the day at midnight in Shanghai', () => {
    const t = Date.parse('2022-03-07T17:00:00Z')
    expect(new Date(startOfDay(t)).toISOString()).toBe('2022-03-07T16:00:00.000Z')
  })
})
