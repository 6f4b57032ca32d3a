/**
 * Waits between attempts: exponential with full jitter, so that a thousand devices that lost the
 * server together don't come back together; never earlier than the server asked.
 */
export interface BackoffSettings {
  baseMs: number
  capMs: number
}

export const DEFAULT_BACKOFF: BackoffSettings = { baseMs: 1_000, capMs: 30_000 }

export function backoffMs(
  attempt: number,
  retryAfterMs: number | null,
  random: () => number = Math.random,
  settings: BackoffSettings = DEFAULT_BACKOFF,
): number {
  const ceiling = Math.min(settings.capMs, settings.baseMs * 2 ** Math.min(attempt, 20))
  const jitter = Math.round(random() * ceiling)
  if (retryAfterMs === null) return Math.max(jitter, 50)
  return retryAfterMs + Math.round(random() * Math.max(settings.baseMs, retryAfterMs / 4))
}

/** Retry-After as seconds or an HTTP date, in milliseconds from now; null when absent or senseless. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (!header) return null
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
