import Dexie, { type Table } from 'dexie'

/** Bytes that only this device's key opens; `iv` is fresh for every sealing. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

/** A key that lives here and cannot be taken out: only WebCrypto may use it. */
interface KeyRow {
  name: 'seal' | 'rosterHash' | 'signature'
  key: CryptoKey | CryptoKeyPair
}

interface NamedRow extends Sealed {
  name: string
}

interface BucketRow extends Sealed {
  bucket: string
}

/** One fact on its way. `state` attention: the server refused it and a person must look. */
export interface OutboxRow extends Sealed {
  id: string
  /** Device milliseconds at which it was queued. */
  queuedAt: number
  state: 'waiting' | 'attention'
}

export interface HistoryRow extends Sealed {
  id: string
  /** World milliseconds of the fact. */
  at: number
}

interface DraftRow extends Sealed {
  tab: string
}

interface TubeRow extends Sealed {
  code: string
  /** World milliseconds at which it was opened. */
  at: number
}

/**
 * Everything the field app keeps. Nothing in it is readable without the device's key; ids, times
 * and states are the only plain columns. Transactions are durable (`strict`): when a promise
 * resolves, the bytes have been given to the disk and not only to the operating system.
 */
export class FieldDatabase extends Dexie {
  declare keys: Table<KeyRow, string>
  declare named: Table<NamedRow, string>
  declare roster: Table<BucketRow, string>
  declare outbox: Table<OutboxRow, string>
  declare history: Table<HistoryRow, string>
  declare drafts: Table<DraftRow, string>
  declare tubes: Table<TubeRow, string>

  constructor(name = 'shouwang-field') {
    super(name, { chromeTransactionDurability: 'strict' })
    // Later versions add stores by further version() calls; the outbox is never rebuilt.
    this.version(1).stores({
      keys: 'name',
      named: 'name',
      roster: 'bucket',
      outbox: 'id, [state+id], queuedAt',
      history: 'id, at',
      drafts: 'tab',
    })
    this.version(2).stores({ tubes: 'code, at' })
  }
}
