import { useI18n } from 'vue-i18n'
import { dateTime, listed } from '@/ui/format'
import type { Ends } from './types'
import { waysOut } from './words'

/** Words of an edition that may be newer than this console are shown as they are. */
export function useWords() {
  const { t, te } = useI18n()
  const word = (group: string, key: string): string =>
    te(`status.${group}.${key}`) ? t(`status.${group}.${key}`) : key
  return {
    /** What people wrote stays; what the software wrote is a code. */
    withdrawn: (why: string | null | undefined) =>
      why && /^[a-z_]+$/.test(why) ? word('withdrawnCode', why) : (why ?? ''),
    label: (key: string) => word('label', key),
    labels: (keys: readonly string[]) => listed(keys.map((key) => word('label', key))),
    kind: (key: string) => word('kind', key.toLowerCase()),
    /** What evidence says beside its kind; ids and codes as they are. */
    details: (detail: Readonly<Record<string, string>>) =>
      Object.entries(detail)
        .map(([key, value]) => {
          const shown = /^\d{4}-\d\d-\d\dT/.test(value)
            ? dateTime(value)
            : word('detailValue', value)
          return `${word('detailKey', key)} ${shown}`
        })
        .join(' · '),
    reason: (key: string) => word('reason', key),
    ends: (ends: Ends, until: string | null): string =>
      listed(
        waysOut(ends, until).map(({ key, values }) =>
          te(`status.ends.${key}`)
            ? t(`status.ends.${key}`, { ...values, until: dateTime(until) })
            : key,
        ),
      ),
  }
}
