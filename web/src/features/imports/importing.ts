import type { ImportState } from '@/api'
import type { Tone } from '@/ui/StateMark.vue'
import type { ImportColumn, ImportRowView } from './types'

export function working(state: ImportState): boolean {
  return state === 'reading' || state === 'committing'
}

export function cancellable(state: ImportState): boolean {
  return state === 'reading' || state === 'previewed'
}

export function toneOf(state: ImportState): Tone {
  switch (state) {
    case 'reading':
    case 'committing':
      return 'note'
    case 'previewed':
      return 'warn'
    case 'committed':
      return 'good'
    case 'cancelled':
      return 'plain'
    case 'failed':
      return 'bad'
  }
}

/** Files the server reads; what it finds inside decides, not the ending alone. */
const READABLE = /\.(xlsx|csv)$/i

export function readable(fileName: string): boolean {
  return READABLE.test(fileName)
}

export function percent(progress: number): number {
  return Math.max(0, Math.min(100, Math.round(progress * 100)))
}

export interface SheetMapping {
  sheet: string
  kind: ImportColumn['kind']
  columns: ImportColumn[]
}

/** Columns by sheet, in the order of the file. */
export function bySheet(columns: readonly ImportColumn[]): SheetMapping[] {
  const sheets: SheetMapping[] = []
  for (const column of columns) {
    let found = sheets.find((each) => each.sheet === column.sheet && each.kind === column.kind)
    if (!found) {
      found = { sheet: column.sheet, kind: column.kind, columns: [] }
      sheets.push(found)
    }
    found.columns.push(column)
  }
  return sheets
}

/** Headers of rows, in the order they first appear. */
export function headersOf(rows: readonly ImportRowView[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row.cells)))]
}

/** Headers at fault in a row, to be marked in its cells. */
export function faulty(row: ImportRowView): Set<string> {
  return new Set(row.reasons.map((reason) => reason.field))
}
