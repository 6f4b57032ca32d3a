import { useI18n } from 'vue-i18n'
import type { Tone } from '@/ui/StateMark.vue'
import type { DutyState } from './types'

export const TONES: Record<DutyState, Tone> = {
  late: 'bad',
  open: 'warn',
  waiting: 'note',
  done: 'good',
  waived: 'plain',
  passed_on: 'plain',
}

/** Words that come from modules this page doesn't know: their key itself where there are none. */
export function useWords() {
  const { t, te } = useI18n()
  const word = (group: string, key: string): string => {
    if (!/^[a-z][a-z0-9_.]*$/.test(key)) return key
    const path = `duties.${group}.${key.replaceAll('.', '_')}`
    return te(path) ? t(path) : key
  }
  return {
    kind: (key: string) => word('kind', key),
    ladder: (key: string) => word('routine.ladders', key),
    /** What people wrote stays; what the engine wrote is a code. */
    why: (text: string | null | undefined) => (text ? word('why', text) : ''),
  }
}
