import { listed } from '@/ui/format'

/** A rule's value in words. */
export function valueText(value: unknown, t: (key: string) => string): string {
  if (value === undefined || value === null) return '—'
  if (typeof value === 'boolean') return t(value ? 'shell.yes' : 'shell.no')
  if (Array.isArray(value)) return listed(value.map((each) => valueText(each, t)))
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
