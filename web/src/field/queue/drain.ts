import { ApiFault } from '../device/fieldApi'
import { backoffMs } from './backoff'
import type { Done, Fact, Outbox, Receipt, Waiting } from './outbox'

export type SentFact = Fact & { sent: string }

export interface DrainPorts {
  send(facts: SentFact[]): Promise<Receipt[]>
  /** World now of this device, ISO. */
  now(): string
  /** Runs the work if no other tab of this device is sending; false when one is. */
  alone(work: () => Promise<void>): Promise<boolean>
  random(): number
  later(ms: number, work: () => void): () => void
}

export interface DrainEvents {
  onDone(done: Done[]): void
  onChange(state: DrainState): void
  onRevoked(): void
}

export type DrainState = 'idle' | 'sending' | 'backing_off' | 'stopped'

const BATCH = 200
/** Another tab is sending: look again soon, so that this one's figures follow. */
const OTHER_TAB_MS = 2_000

/** Empties the outbox in the background, in batches, one tab at a time, and never gives up. */
export class Drain {
  private attempt = 0
  private batch = BATCH
  private running = false
  private wanted = false
  private cancelLater: (() => void) | null = null
  private stopped = false

  constructor(
    private readonly outbox: Outbox,
    private readonly ports: DrainPorts,
    private readonly events: DrainEvents,
  ) {}

  /** New facts, network back, page in front again. A pending back-off of the server's is kept. */
  kick(impatient = false): void {
    if (this.stopped) return
    this.wanted = true
    if (this.cancelLater !== null) {
      if (!impatient) return
      this.cancelLater()
      this.cancelLater = null
    }
    void this.run()
  }

  stop(): void {
    this.stopped = true
    this.cancelLater?.()
    this.cancelLater = null
    this.events.onChange('stopped')
  }

  resume(): void {
    this.stopped = false
    this.attempt = 0
    this.kick(true)
  }

  private async run(): Promise<void> {
    if (this.running) return
    this.running = true
    try {
      while (this.wanted && !this.stopped && this.cancelLater === null) {
        this.wanted = false
        const alone = await this.ports.alone(() => this.sendAll())
        if (!alone) this.after(OTHER_TAB_MS)
      }
    } catch {
      this.after(backoffMs(this.attempt++, null, () => this.ports.random()))
    } finally {
      this.running = false
    }
  }

  private async sendAll(): Promise<void> {
    for (;;) {
      const entries = await this.outbox.next(this.batch)
      if (entries.length === 0 || this.stopped) {
        this.events.onChange(this.stopped ? 'stopped' : 'idle')
        return
      }
      this.events.onChange('sending')
      try {
        await this.sendBatch(entries)
      } catch (error) {
        if (!(error instanceof ApiFault)) throw error
        if (!(await this.recover(error, entries))) return
      }
    }
  }

  private async sendBatch(entries: Waiting[]): Promise<void> {
    const sent = this.ports.now()
    const receipts = await this.ports.send(entries.map(({ fact }) => ({ ...fact, sent })))
    const settled = await this.outbox.settle(entries, receipts)
    const moved = settled.length + receipts.filter((r) => r.status === 'rejected').length
    if (moved === 0) throw new ApiFault(502, 'no_receipts', null)
    this.attempt = 0
    if (this.batch < BATCH) this.batch = Math.min(BATCH, this.batch * 2)
    if (settled.length > 0) this.events.onDone(settled)
  }

  /** True when sending may go on at once (with a smaller batch). */
  private async recover(fault: ApiFault, entries: Waiting[]): Promise<boolean> {
    if (fault.code === 'security.device_revoked') {
      this.stop()
      this.events.onRevoked()
      return false
    }
    const refusedWhole = fault.status === 400 || fault.status === 413 || fault.status === 422
    if (refusedWhole && entries.length > 1) {
      this.batch = Math.max(1, Math.floor(entries.length / 2))
      return true
    }
    if (refusedWhole) {
      const { id } = entries[0].fact
      const error = { code: fault.code ?? `http_${fault.status}`, message: fault.detail }
      await this.outbox.settle(entries, [{ id, status: 'rejected', error }])
      return true
    }
    this.events.onChange('backing_off')
    this.after(backoffMs(this.attempt++, fault.retryAfterMs, () => this.ports.random()))
    return false
  }

  private after(ms: number): void {
    this.cancelLater?.()
    this.cancelLater = this.ports.later(ms, () => {
      this.cancelLater = null
      this.wanted = true
      void this.run()
    })
  }
}

/** Web Locks where there are (all current browsers over HTTPS); else this tab is alone. */
export async function aloneOnThisDevice(work: () => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) {
    await work()
    return true
  }
  return navigator.locks.request('shouwang-field-drain', { ifAvailable: true }, async (lock) => {
    if (lock === null) return false
    await work()
    return true
  })
}
