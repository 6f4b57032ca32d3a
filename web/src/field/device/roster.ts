import { importHashKey, keyedHash } from '@/domain/keyedHash'
import type { Override, Restriction, Rules } from '@/domain/verdict'
import type { FieldDatabase } from './database'
import type { DeviceKeys } from './keys'
import type { Shelf } from './shelf'

/** One person as this place may know them. */
export interface RosterEntry {
  key: string
  id: string
  name: string
  unitName?: string | null
  classOfPerson?: string | null
  provisional?: boolean
  masked?: string | null
  restrictions?: Restriction[]
  overrides?: Override[]
}

export interface FieldPlace {
  id: string
  name: string
  kind?: string
  enters?: string | null
  holdingRoom?: {
    id?: string
    name: string
    receiver?: string | null
    phone?: string | null
  } | null
}

/** The answer of GET /field/roster. */
export interface RosterSheet {
  edition: string | null
  rules: Rules
  asOf: string
  expiresAt: string
  place: FieldPlace
  lanes?: (string | { name: string })[]
  entries: RosterEntry[]
  hashKey: string
  evacuation?: boolean
  holdingRoom?: FieldPlace['holdingRoom']
}

/** All of the sheet but its people. */
export interface RosterHead {
  edition: string | null
  rules: Rules
  asOf: string
  expiresAt: string
  place: FieldPlace
  lanes: string[]
  evacuation: boolean
  people: number
  holdingRoom: FieldPlace['holdingRoom']
}

const HEAD = 'roster'

/**
 * The people of this place, in 256 sealed buckets by the first byte of their keyed hash: a lookup
 * opens one bucket, and nobody without this device's keys can tell who is in it or even how the
 * people are called by hash. A new sheet replaces the old one whole.
 */
export class Roster {
  constructor(
    private readonly database: FieldDatabase,
    private readonly keys: DeviceKeys,
    private readonly shelf: Shelf,
  ) {}

  async replace(sheet: RosterSheet): Promise<RosterHead> {
    const hash = await importHashKey(sheet.hashKey)
    const head = headOf(sheet)
    const rows = await this.sealBuckets(sheet.entries)
    const sealedHead = await this.keys.seal(`named:${HEAD}`, head)
    const { named, roster, keys } = this.database
    await this.database.transaction('rw', named, roster, keys, async () => {
      await roster.clear()
      await roster.bulkPut(rows)
      await named.put({ name: HEAD, ...sealedHead })
      await keys.put({ name: 'rosterHash', key: hash })
    })
    return head
  }

  head(): Promise<RosterHead | null> {
    return this.shelf.read<RosterHead>(HEAD)
  }

  /** The person behind a document (`resident_id`, …) or a badge (`badge`), null when not on the roster. */
  async find(type: string, value: string): Promise<RosterEntry | null> {
    const hash = await this.keys.rosterHash()
    if (!hash) return null
    const key = await keyedHash(hash, type, value)
    const bucket = key.slice(0, 2)
    const row = await this.database.roster.get(bucket)
    if (!row) return null
    const entries = await this.keys.open<RosterEntry[]>(`roster:${bucket}`, row)
    return entries.find((entry) => entry.key === key) ?? null
  }

  /** Forgets the people, keeps nothing to find them by. */
  async wipe(): Promise<void> {
    const { named, roster, keys } = this.database
    await this.database.transaction('rw', named, roster, keys, async () => {
      await roster.clear()
      await named.delete(HEAD)
      await keys.delete('rosterHash')
    })
  }

  private async sealBuckets(entries: readonly RosterEntry[]) {
    const buckets = new Map<string, RosterEntry[]>()
    for (const entry of entries) {
      const name = entry.key.slice(0, 2)
      const bucket = buckets.get(name)
      if (bucket) bucket.push(entry)
      else buckets.set(name, [entry])
    }
    return Promise.all(
      Array.from(buckets, async ([bucket, people]) => ({
        bucket,
        ...(await this.keys.seal(`roster:${bucket}`, people)),
      })),
    )
  }
}

function headOf(sheet: RosterSheet): RosterHead {
  return {
    edition: sheet.edition,
    rules: sheet.rules,
    asOf: sheet.asOf,
    expiresAt: sheet.expiresAt,
    place: sheet.place,
    lanes: (sheet.lanes ?? []).map((lane) => (typeof lane === 'string' ? lane : lane.name)),
    evacuation: sheet.evacuation ?? false,
    people: sheet.entries.length,
    holdingRoom: sheet.holdingRoom ?? sheet.place.holdingRoom ?? null,
  }
}
