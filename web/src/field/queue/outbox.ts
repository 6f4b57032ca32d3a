import type { Direction, GateAction } from '@/domain/verdict'
import type { FieldDatabase, OutboxRow } from '../device/database'
import type { DeviceKeys } from '../device/keys'
import type { Along } from '../sampling/tubes'

/** A fact as POST /facts takes it; `sent` is stamped at each sending. */
export interface Fact {
  id: string
  type: string
  at: string
  place: string
  person: unknown
  data: Record<string, unknown>
}

/** What the device's own lists show of a fact, so that they needn't take it apart again. */
export interface Summary {
  title: string
  detail?: string
  action: GateAction | null
  direction: Direction | null
  kind: 'pass' | 'emergency' | 'handover' | 'declaration' | SamplingKind
}

export type SamplingKind = 'swab' | 'undo' | 'seal' | 'refusal' | 'queue'

export interface FactError {
  code: string
  field?: string | null
  value?: string | null
  cure?: string | null
  message?: string | null
}

export interface Receipt {
  id: string
  status: 'recorded' | 'duplicate' | 'rejected'
  at?: string
  skewMs?: number
  flags?: string[]
  verdict?: {
    action?: GateAction
    reasons?: { code: string; category: string }[]
    differs?: boolean
    /** Of a swab: where the server put it, and what contradicts it. */
    tube?: string
    position?: number
    conflicts?: string[]
  } | null
  error?: FactError | null
}

export interface Waiting {
  fact: Fact
  summary: Summary
  error?: FactError
}

/** A fact that reached the server, with what the server made of it. */
export interface Done {
  id: string
  at: string
  summary: Summary
  receipt: Receipt
  differs: boolean
  /** A person has read what contradicts it. */
  seen?: boolean
}

export function conflictsOf(done: Done): string[] {
  return done.receipt.verdict?.conflicts ?? []
}

export interface QueueCounts {
  waiting: number
  attention: number
  oldestQueuedAt: number | null
}

const HISTORY_DAYS = 2

/**
 * Facts that the server hasn't acknowledged. A fact enters once, durably, before anyone is told it
 * is done; it leaves only with a receipt that says recorded or duplicate. A refused one stays, in
 * the attention of a person.
 */
export class Outbox {
  constructor(
    private readonly database: FieldDatabase,
    private readonly keys: DeviceKeys,
  ) {}

  /**
   * Queues the fact, drops its draft and writes what goes along in one transaction; the same id
   * twice is one fact.
   */
  async add(
    fact: Fact,
    summary: Summary,
    draftOfTab: string | null = null,
    along: Along | null = null,
  ): Promise<void> {
    const sealed = await this.keys.seal(`outbox:${fact.id}`, { fact, summary } satisfies Waiting)
    const { outbox, drafts, history, tubes, named } = this.database
    const written = along === null ? [] : [tubes, named]
    await this.database.transaction('rw', [outbox, drafts, history, ...written], async () => {
      if (!(await outbox.get(fact.id)) && !(await history.get(fact.id))) {
        await outbox.add({ id: fact.id, queuedAt: Date.now(), state: 'waiting', ...sealed })
      }
      if (draftOfTab !== null) await drafts.delete(draftOfTab)
      await along?.write()
    })
  }

  /** The oldest waiting facts, in the order of their ids. */
  async next(limit: number): Promise<Waiting[]> {
    const rows = await this.database.outbox
      .where('[state+id]')
      .between(['waiting', ''], ['waiting', '\uffff'])
      .limit(limit)
      .toArray()
    return this.opened(rows)
  }

  /** Matches receipts by id; a fact without one simply stays. */
  async settle(sent: readonly Waiting[], receipts: readonly Receipt[]): Promise<Done[]> {
    const byId = new Map(receipts.filter((r) => r.id).map((receipt) => [receipt.id, receipt]))
    const done: Done[] = []
    const refused: Waiting[] = []
    for (const entry of sent) {
      const receipt = byId.get(entry.fact.id)
      if (receipt === undefined) continue
      if (receipt.status === 'rejected') {
        refused.push({ ...entry, error: receipt.error ?? { code: 'unknown' } })
      } else if (receipt.status === 'recorded' || receipt.status === 'duplicate') {
        done.push(doneOf(entry, receipt))
      }
    }
    await this.move(done, refused)
    return done
  }

  private async move(done: readonly Done[], refused: readonly Waiting[]): Promise<void> {
    const history = await Promise.all(
      done.map(async (d) => ({
        id: d.id,
        at: Date.parse(d.at),
        ...(await this.keys.seal(`history:${d.id}`, d)),
      })),
    )
    const attention = await Promise.all(
      refused.map(async (r) => ({
        id: r.fact.id,
        sealed: await this.keys.seal(`outbox:${r.fact.id}`, r),
      })),
    )
    const { outbox, history: historyTable } = this.database
    await this.database.transaction('rw', outbox, historyTable, async () => {
      await historyTable.bulkPut(history)
      await outbox.bulkDelete(done.map((d) => d.id))
      for (const { id, sealed } of attention)
        await outbox.update(id, { state: 'attention', ...sealed })
    })
  }

  /** Facts that the server refused, oldest first. */
  async attention(): Promise<Waiting[]> {
    const rows = await this.database.outbox
      .where('[state+id]')
      .between(['attention', ''], ['attention', '\uffff'])
      .toArray()
    return this.opened(rows)
  }

  /** Puts a refused fact back in the queue as it is. */
  async again(id: string): Promise<void> {
    await this.database.outbox.update(id, { state: 'waiting' })
  }

  /** A person wrote the refused fact on the paper sheet: kept in the history with that outcome. */
  async onPaper(entry: Waiting): Promise<void> {
    const receipt: Receipt = { id: entry.fact.id, status: 'rejected', error: entry.error ?? null }
    await this.move([doneOf(entry, receipt)], [])
  }

  /** A person has read what contradicts a fact that the server kept. */
  async seen(done: Done): Promise<void> {
    await this.move([{ ...done, seen: true }], [])
  }

  async counts(): Promise<QueueCounts> {
    const { outbox } = this.database
    const [waiting, attention, oldest] = await Promise.all([
      outbox.where('[state+id]').between(['waiting', ''], ['waiting', '\uffff']).count(),
      outbox.where('[state+id]').between(['attention', ''], ['attention', '\uffff']).count(),
      outbox.orderBy('queuedAt').first(),
    ])
    return { waiting, attention, oldestQueuedAt: oldest?.queuedAt ?? null }
  }

  /** Everything of a day on this device, newest first: waiting and done. */
  async since(worldMs: number): Promise<{ done: Done[]; waiting: Waiting[] }> {
    const rows = await this.database.history
      .where('at')
      .aboveOrEqual(worldMs)
      .reverse()
      .sortBy('at')
    const done = await Promise.all(
      rows.map((row) => this.keys.open<Done>(`history:${row.id}`, row)),
    )
    const waiting = await this.opened(await this.database.outbox.toArray())
    return { done, waiting: waiting.filter((w) => Date.parse(w.fact.at) >= worldMs).reverse() }
  }

  /** The short local history only: what waits is never pruned. */
  async prune(worldNow: number): Promise<void> {
    await this.database.history
      .where('at')
      .below(worldNow - HISTORY_DAYS * 86_400_000)
      .delete()
  }

  private opened(rows: readonly OutboxRow[]): Promise<Waiting[]> {
    return Promise.all(rows.map((row) => this.keys.open<Waiting>(`outbox:${row.id}`, row)))
  }
}

function doneOf(entry: Waiting, receipt: Receipt): Done {
  const own = entry.summary.action
  const theirs = receipt.verdict?.action
  const differs =
    receipt.verdict?.differs ?? (own !== null && theirs !== undefined && own !== theirs)
  return { id: entry.fact.id, at: entry.fact.at, summary: entry.summary, receipt, differs }
}
