import type { ImportKind } from '@/api'

const PEOPLE = [
  'name',
  'sex',
  'birthDate',
  'documentType',
  'document',
  'phone',
  'unit',
  'unitCode',
  'department',
  'team',
  'home',
  'post',
  'keyPost',
  'party',
  'skills',
  'badge',
  'counterpart',
  'household',
  'relation',
  'kind',
  'classOfPerson',
  'role',
]
const UNITS = ['name', 'code', 'kind', 'parent', 'creditCode']
const PLACES = [
  'name',
  'code',
  'kind',
  'parent',
  'level',
  'enters',
  'x',
  'y',
  'lanes',
  'capacity',
  'units',
]

/** What the columns of a sheet may mean, by what the sheet holds. */
export const FIELDS: Record<ImportKind, readonly string[]> = {
  people: PEOPLE,
  units: UNITS,
  places: PLACES,
  auto: [...new Set([...PEOPLE, ...UNITS, ...PLACES])],
}
