import type { Device, Meta } from '@/api'

/** Where a device opens the field app: the park's HTTPS name where there is one, else this host. */
export function fieldUrl(meta: Meta | null, here: string): string {
  return meta?.fieldUrl || new URL('/field/', here).href
}

/**
 * The address in the enrolment code. The code stands behind the #, so that it reaches no server's
 * log.
 */
export function enrolUrl(meta: Meta | null, here: string, code: string): string {
  return `${fieldUrl(meta, here)}#/enrol?code=${encodeURIComponent(code)}`
}

/** The root certificate as phones fetch it, over the same name as the field app. */
export function rootUrl(meta: Meta | null, here: string): string | null {
  return meta?.rootCertificate ? new URL(meta.rootCertificate, here).href : null
}

/** Whole hours that a device's oldest record has waited; null below one. */
export function hoursUnsynced(device: Device, now: number): number | null {
  if (!device.unsynced || !device.oldestUnsynced) return null
  const hours = Math.floor((now - Date.parse(device.oldestUnsynced)) / 3_600_000)
  return hours >= 1 ? hours : null
}
