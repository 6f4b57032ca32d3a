import { useI18n } from 'vue-i18n'
import { text } from '@/ui/format'
import { useWords as useDutyWords } from '@/features/duties/words'
import type { Clocked, Incident } from './types'

/** Words for what comes as keys: fields of a form, acts, duties, reasons. */
export function useWords() {
  const { t, te } = useI18n()
  const duties = useDutyWords()
  const known = (path: string, otherwise: string) => (te(path) ? t(path) : otherwise)
  return {
    duty: duties.kind,
    /** A form may have fields that this page doesn't know. */
    field: (key: string, locale?: string) =>
      te(`incidents.field.${key}`)
        ? t(`incidents.field.${key}`, {}, locale ? { locale } : {})
        : key,
    act: (action: string) => known(`incidents.acts.${action.replaceAll('.', '_')}`, action),
    why: (reason?: string | null) =>
      reason && /^[a-z_]+$/.test(reason)
        ? known(`incidents.whyCode.${reason}`, known(`incidents.kind.${reason}`, reason))
        : (reason ?? ''),
    title: (it: Incident) =>
      it.title ??
      (it.cases[0]
        ? t('incidents.ofCase', { number: it.cases[0].number })
        : t('incidents.untitled')),
    clocked: (it: Clocked) => {
      if (it.what) return text(it.what)
      if (it.kind === 'report') return t(`incidents.reportKind.${it.of}`)
      return it.of ? `${duties.kind(it.kind)} ${it.of}` : duties.kind(it.kind)
    },
  }
}
