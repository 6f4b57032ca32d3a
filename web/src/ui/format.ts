import { storedLanguage } from '@/i18n'

/** The park's zone: a reader in another one still sees the park's times. */
export const ZONE = 'Asia/Shanghai'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const language = storedLanguage() === 'en' ? 'en-GB' : 'zh-CN'
  const key = language + JSON.stringify(options)
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(language, { timeZone: ZONE, hourCycle: 'h23', ...options })
    formats.set(key, found)
  }
  return found
}

type When = string | number | Date | null | undefined

function shown(when: When, options: Intl.DateTimeFormatOptions): string {
  if (when === null || when === undefined || when === '') return '—'
  const date = new Date(when)
  return Number.isNaN(date.getTime()) ? '—' : format(options).format(date)
}

export const time = (when: When) =>
  shown(when, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

export const hourMinute = (when: When) => shown(when, { hour: '2-digit', minute: '2-digit' })

export const date = (when: When) =>
  shown(when, { year: 'numeric', month: '2-digit', day: '2-digit' })

/** Day and month, where the year is plain. */
export const dayMonth = (when: When) => shown(when, { month: '2-digit', day: '2-digit' })

export const longDate = (when: When) =>
  shown(when, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' })

export const dateTime = (when: When) =>
  shown(when, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })

export const dateTimeSeconds = (when: When) =>
  shown(when, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })

/** Time alone on the park's day of `now`, with month and day otherwise. */
export function shortTime(when: When, now: number = Date.now()): string {
  if (!when) return '—'
  if (date(when) === date(now)) return time(when)
  return shown(when, { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
}

export const number = (value: number | null | undefined) =>
  value === null || value === undefined
    ? '—'
    : new Intl.NumberFormat(storedLanguage() === 'en' ? 'en-GB' : 'zh-CN').format(value)

/** 75 s → `1:15`, an hour and more → `1:02:05`. */
export function clockSpan(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

export interface Countdown {
  overdue: boolean
  near: boolean
  span: string
}

/** What is left until `due`; near means less than ten minutes. */
export function countdown(due: string, now: number): Countdown {
  const left = Date.parse(due) - now
  return { overdue: left < 0, near: left >= 0 && left < 600_000, span: clockSpan(left) }
}

/** The park's local day and minute, typed as `yyyy-MM-dd HH:mm:ss`, as an instant. */
export function parkInstant(local: string): string {
  return new Date(`${local.replace(' ', 'T')}+08:00`).toISOString()
}

/** An instant as the park's local `yyyy-MM-dd HH:mm:ss`. */
export function parkLocal(when: number): string {
  return new Date(when + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export function text(both: { zh: string; en: string } | string | null | undefined): string {
  if (!both) return ''
  if (typeof both === 'string') return both
  return storedLanguage() === 'en' ? both.en : both.zh
}

/** Things one after another, with the sign that the language puts between them. */
export const listed = (items: readonly string[]) =>
  items.join(storedLanguage() === 'en' ? ', ' : '、')
