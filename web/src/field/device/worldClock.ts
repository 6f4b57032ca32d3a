import type { ClockAnswer } from './fieldApi'

/** The server's clocks as last heard: world = device + offset, running at `rate` since then. */
export interface ClockOffset {
  offsetMs: number
  rate: number
  /** Device milliseconds at which this was heard. */
  heardAt: number
}

/**
 * World time on the device. The offset is the server's world minus its wall clock, so that a device
 * whose own clock is wrong stays visibly wrong: the server corrects it by what it sees at sending.
 */
export class DeviceClock {
  constructor(
    private offset: ClockOffset = { offsetMs: 0, rate: 1, heardAt: 0 },
    private readonly device: () => number = Date.now,
  ) {}

  heard(answer: ClockAnswer): ClockOffset {
    this.offset = { offsetMs: answer.offsetMs, rate: answer.rate, heardAt: this.device() }
    return this.offset
  }

  set(offset: ClockOffset): void {
    this.offset = offset
  }

  now(): number {
    const device = this.device()
    const { offsetMs, rate, heardAt } = this.offset
    const drift = rate === 1 ? 0 : (device - heardAt) * (rate - 1)
    return Math.round(device + offsetMs + drift)
  }

  nowIso(): string {
    return new Date(this.now()).toISOString()
  }
}

const SHANGHAI_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** Start of the day in Asia/Shanghai (no summer time since 1991). */
export function startOfDay(worldMs: number): number {
  return Math.floor((worldMs + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS
}

/** `HH:mm` in Asia/Shanghai. */
export function clockTime(worldMs: number): string {
  return new Date(worldMs + SHANGHAI_MS).toISOString().slice(11, 16)
}

/** `MM-dd` in Asia/Shanghai. */
export function clockDay(worldMs: number): string {
  return new Date(worldMs + SHANGHAI_MS).toISOString().slice(5, 10)
}
