import type { FieldDatabase } from '../device/database'
import type { DeviceKeys } from '../device/keys'

/**
 * What a guard has begun and not finished, one a tab, so that a reload or a dead battery loses
 * nothing. A draft whose tab is gone is taken over by the next tab that starts.
 */
export class Drafts<T> {
  readonly tab: string

  private constructor(
    private readonly database: FieldDatabase,
    private readonly keys: DeviceKeys,
    tab: string,
  ) {
    this.tab = tab
  }

  /** Holds a lock named by this tab for as long as the tab lives; that is how others see it is alive. */
  static async open<T>(database: FieldDatabase, keys: DeviceKeys): Promise<Drafts<T>> {
    const tab = crypto.randomUUID()
    await holdLock(lockName(tab))
    return new Drafts<T>(database, keys, tab)
  }

  async keep(draft: T): Promise<void> {
    const sealed = await this.keys.seal('draft', draft)
    await this.database.drafts.put({ tab: this.tab, ...sealed })
  }

  async drop(): Promise<void> {
    await this.database.drafts.delete(this.tab)
  }

  /** The newest draft of a tab that no longer lives, now this tab's. */
  async adopt(): Promise<T | null> {
    for (const row of await this.database.drafts.toArray()) {
      if (row.tab === this.tab || !(await isFree(lockName(row.tab)))) continue
      const mine = await this.database.transaction('rw', this.database.drafts, async () => {
        const still = await this.database.drafts.get(row.tab)
        if (!still) return false
        await this.database.drafts.delete(row.tab)
        await this.database.drafts.put({ ...still, tab: this.tab })
        return true
      })
      if (mine) return this.keys.open<T>('draft', row)
    }
    return null
  }
}

const lockName = (tab: string) => `shouwang-field-tab-${tab}`

function holdLock(name: string): Promise<void> {
  if (!('locks' in navigator)) return Promise.resolve()
  return new Promise((held) => {
    void navigator.locks.request(name, () => {
      held()
      return new Promise<void>(() => undefined)
    })
  })
}

async function isFree(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return true
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => lock !== null)
}
