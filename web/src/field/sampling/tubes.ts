import type { FieldDatabase, Sealed } from '../device/database'
import type { DeviceKeys } from '../device/keys'
import type { Purpose, SwabLane } from '@/domain/tubeRules'
import type { Tube } from './tube'

/** What the registrar has in hand: which tube, which ones lie aside, and what goes for all swabs. */
export interface Bench {
  current: string | null
  /** Begun and laid aside, the last one last. */
  aside: string[]
  lane: SwabLane
  purpose: Purpose | null
  round: string | null
  size: number | null
  desk: string | null
}

export const EMPTY_BENCH: Bench = {
  current: null,
  aside: [],
  lane: 'ordinary',
  purpose: null,
  round: null,
  size: null,
  desk: null,
}

const BENCH = 'bench'
const KEPT_MS = 2 * 86_400_000

/** Rows that must be written in the same commit as a fact. */
export interface Along {
  write(): Promise<unknown>
}

/**
 * The tubes of this device. They are written in the commit that queues their fact, so that after a
 * dead battery the screen and the outbox tell the same.
 */
export class Tubes {
  constructor(
    private readonly database: FieldDatabase,
    private readonly keys: DeviceKeys,
  ) {}

  /** Seals now, because nothing may be awaited inside the commit but the database. */
  async along(tube: Tube | null, bench: Bench): Promise<Along> {
    const sealedTube = tube && (await this.keys.seal(`tube:${tube.code}`, tube))
    const sealedBench = await this.keys.seal(`named:${BENCH}`, bench)
    return { write: () => this.put(tube, sealedTube, sealedBench) }
  }

  async keep(tube: Tube | null, bench: Bench): Promise<void> {
    const { write } = await this.along(tube, bench)
    const { tubes, named } = this.database
    await this.database.transaction('rw', tubes, named, write)
  }

  private async put(tube: Tube | null, sealed: Sealed | null, bench: Sealed): Promise<void> {
    if (tube !== null && sealed !== null) {
      await this.database.tubes.put({ code: tube.code, at: Date.parse(tube.openedAt), ...sealed })
    }
    await this.database.named.put({ name: BENCH, ...bench })
  }

  /** All tubes of the last days, oldest first, and the bench as it was left. */
  async load(worldNow: number): Promise<{ tubes: Tube[]; bench: Bench }> {
    await this.database.tubes
      .where('at')
      .below(worldNow - KEPT_MS)
      .delete()
    const rows = await this.database.tubes.orderBy('at').toArray()
    const tubes = await Promise.all(
      rows.map((row) => this.keys.open<Tube>(`tube:${row.code}`, row)),
    )
    const row = await this.database.named.get(BENCH)
    const bench = row ? await this.keys.open<Bench>(`named:${BENCH}`, row) : {}
    return { tubes, bench: { ...EMPTY_BENCH, ...bench } }
  }

  async wipe(): Promise<void> {
    await this.database.tubes.clear()
    await this.database.named.delete(BENCH)
  }
}
