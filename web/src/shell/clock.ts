import { computed, onScopeDispose, ref } from 'vue'
import type { ClockReading } from '@/api'
import { api } from './session'

const offsetMs = ref(0)
const rate = ref(1)
const readAt = ref(Date.now())
const known = ref(false)
const tick = ref(Date.now())
let users = 0
let ticking: ReturnType<typeof setInterval> | undefined
let reading: ReturnType<typeof setInterval> | undefined

async function read(): Promise<void> {
  try {
    const before = Date.now()
    const clock = await api.get<ClockReading>('/clock')
    const here = (before + Date.now()) / 2
    offsetMs.value = Date.parse(clock.world) - here
    rate.value = clock.rate ?? 1
    readAt.value = here
    known.value = true
  } catch {
    // The last reading goes on.
  }
}

/** World time at a moment of this machine's clock. */
export function worldAt(here: number, base: number, offset: number, speed: number): number {
  return base + offset + (here - base) * speed
}

export function worldNow(): number {
  return worldAt(Date.now(), readAt.value, offsetMs.value, rate.value)
}

/** The world clock, ticking once a second while somebody looks. */
export function useWorldClock() {
  if (users++ === 0) {
    void read()
    ticking = setInterval(() => (tick.value = Date.now()), 1000)
    // A replay moves the world in jumps: then it is asked for often.
    reading = setInterval(() => {
      if (rate.value !== 1 || Date.now() - readAt.value > 25_000) void read()
    }, 3000)
  }
  onScopeDispose(() => {
    if (--users === 0) {
      clearInterval(ticking)
      clearInterval(reading)
    }
  })
  return {
    known,
    rate,
    now: computed(() => worldAt(tick.value, readAt.value, offsetMs.value, rate.value)),
    /** World time is not this machine's: a replay, an exercise. */
    apart: computed(() => known.value && Math.abs(offsetMs.value) > 60_000),
    refresh: read,
  }
}
