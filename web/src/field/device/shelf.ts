import type { FieldDatabase } from './database'
import type { DeviceKeys } from './keys'

/** Sealed values by name: the device's token, guards, settings, the clock's offset. */
export class Shelf {
  constructor(
    private readonly database: FieldDatabase,
    private readonly keys: DeviceKeys,
  ) {}

  async read<T>(name: string): Promise<T | null> {
    const row = await this.database.named.get(name)
    if (!row) return null
    return this.keys.open<T>(`named:${name}`, row)
  }

  async write(name: string, value: unknown): Promise<void> {
    const sealed = await this.keys.seal(`named:${name}`, value)
    await this.database.named.put({ name, ...sealed })
  }

  async remove(name: string): Promise<void> {
    await this.database.named.delete(name)
  }
}
