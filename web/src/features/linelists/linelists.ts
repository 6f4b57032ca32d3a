import type { Tone } from '@/ui/StateMark.vue'
import type { LineList, ListColumn, ListField, ListReading, ListState, RowState } from './types'

export function working(state: ListState): boolean {
  return state === 'reading' || state === 'committing'
}

export function cancellable(state: ListState): boolean {
  return state === 'reading' || state === 'mapping' || state === 'previewed'
}

/** Whether a person may still say how it is read. */
export function mappable(state: ListState): boolean {
  return state === 'mapping' || state === 'previewed'
}

export const LIST_TONES: Record<ListState, Tone> = {
  reading: 'note',
  mapping: 'odd',
  previewed: 'warn',
  committing: 'note',
  committed: 'good',
  cancelled: 'plain',
  failed: 'bad',
}

export const ROW_TONES: Record<RowState, Tone> = {
  new: 'good',
  joined: 'note',
  changed: 'warn',
  unchanged: 'plain',
  skipped: 'plain',
  bad: 'bad',
}

/** Rows that would do something. */
export function acting(list: LineList): number {
  return list.counts.fresh + list.counts.joined + list.counts.changed
}

/** What a person is shown to change. */
export function readingOf(list: LineList): ListReading {
  return {
    kind: list.kind ?? list.mapping?.kind ?? null,
    columns: { ...list.mapping?.columns },
    values: Object.fromEntries(
      Object.entries(list.mapping?.values ?? {}).map(([field, words]) => [field, { ...words }]),
    ),
    order: list.mapping?.order ?? 'auto',
    document: list.document ?? null,
    caseId: list.caseOf?.id ?? null,
    noteUnknown: list.noteUnknown,
    saveAs: null,
  }
}

/** Gives a column a field; whichever had it before is left out. */
export function choose(
  columns: Record<string, string>,
  header: string,
  field: string,
): Record<string, string> {
  const next = Object.fromEntries(
    Object.entries(columns).filter(([other, known]) => other !== header && known !== field),
  )
  if (field) next[header] = field
  return next
}

export interface WordsToMap {
  field: ListField
  header: string
  values: string[]
}

/** Columns of closed lists with what stands in them. */
export function wordsToMap(
  columns: readonly ListColumn[],
  mapping: Record<string, string>,
  fields: readonly ListField[],
): WordsToMap[] {
  return columns.flatMap((column) => {
    const field = fields.find((it) => it.key === mapping[column.header] && it.type === 'code')
    return field && column.values.length > 0
      ? [{ field, header: column.header, values: column.values }]
      : []
  })
}

/** What a list can't be read without. */
export function missing(reading: ListReading): string[] {
  const fields = new Set(Object.values(reading.columns))
  const lacking: string[] = []
  if (!reading.kind) lacking.push('kind')
  if (!['name', 'familyName', 'givenName'].some((it) => fields.has(it))) lacking.push('name')
  if (!fields.has('document') && !fields.has('phone')) lacking.push('document')
  if (reading.kind === 'contacts' && !fields.has('lastContact')) lacking.push('lastContact')
  return lacking
}

/** Columns that mean something to us come first, in the order of the file. */
export function sorted(
  columns: readonly ListColumn[],
  mapping: Record<string, string>,
): ListColumn[] {
  return [...columns].sort(
    (left, right) => Number(!mapping[left.header]) - Number(!mapping[right.header]),
  )
}

/** Cells at fault first. */
export function cellsOf(row: {
  cells: Record<string, string>
  reasons: readonly { header?: string | null }[]
}): { header: string; value: string; fault: boolean }[] {
  const faults = new Set(row.reasons.map((it) => it.header))
  return Object.entries(row.cells)
    .map(([header, value]) => ({ header, value, fault: faults.has(header) }))
    .sort((left, right) => Number(right.fault) - Number(left.fault))
}
