import type { Instant, Uuid } from '@/api'
import type { Classification, ContactState, NamedPerson } from './types'

export type Grouping = 'case' | 'unit' | 'place'
export type ExposureKind = 'zone' | 'ride' | 'tube' | 'household' | 'interview'
export type Direction = 'exposed' | 'onset' | 'swab' | 'unknown'

/** Somebody, or a cluster of people, in the graph. */
export interface ChainItem {
  key: string
  kind: 'case' | 'contact' | 'cluster'
  person?: NamedPerson | null
  caseId?: Uuid | null
  number?: string | null
  classification?: Classification | null
  state?: ContactState | null
  degree?: number | null
  onset?: string | null
  sampledAt?: Instant | null
  controlledAt?: Instant | null
  first?: Instant | null
  last?: Instant | null
  day: string
  owner: string
  chain: number
  ownCase?: string | null
  cluster?: {
    by: Grouping | 'part'
    name?: string | null
    part: number
    rest: boolean
    size: number
    cases: number
    contacts: Partial<Record<ContactState, number>>
    until: string
  } | null
}

export interface ChainLink {
  from: string
  to: string
  /** None: it stands for several pairs. */
  direction?: Direction | null
  kinds: ExposureKind[]
  places: string[]
  first: Instant
  last: Instant
  minutes: number
  times: number
  pairs: number
}

export interface ChainGraphData {
  items: ChainItem[]
  links: ChainLink[]
  chains: {
    number: number
    caseId: Uuid
    caseNumber: string
    person: NamedPerson
    cases: number
    contacts: number
    from: string
    until: string
  }[]
  people: number
  cases: number
  casesLeft: number
  linksLeft: number
  chainsLeft: number
  opened: string[]
}

/** What an item looks like: its shape says what it is without any colour. */
export type Look =
  | 'confirmed'
  | 'clinical'
  | 'asymptomatic'
  | 'suspected'
  | 'close'
  | 'secondary'
  | 'candidate'
  | 'general'
  | 'cluster'

export const LOOKS: Record<Look, { symbol: string; color: string; hollow?: boolean }> = {
  confirmed: { symbol: 'diamond', color: '#a11d18' },
  clinical: { symbol: 'triangle', color: '#a11d18' },
  asymptomatic: { symbol: 'diamond', color: '#a11d18', hollow: true },
  suspected: { symbol: 'triangle', color: '#5a3c8f' },
  close: { symbol: 'circle', color: '#b3541e' },
  secondary: { symbol: 'rect', color: '#23508f' },
  candidate: { symbol: 'circle', color: '#7d4b00', hollow: true },
  general: { symbol: 'rect', color: '#5c7078', hollow: true },
  cluster: { symbol: 'roundRect', color: '#0f2f3a' },
}

export function lookOf(item: ChainItem): Look {
  if (item.kind === 'cluster') return 'cluster'
  if (item.kind === 'case') return item.classification ?? 'suspected'
  return item.state === 'close' || item.state === 'secondary' || item.state === 'general'
    ? item.state
    : 'candidate'
}

/** Looks that a legend has to name: only those that are there. */
export function looksIn(items: readonly ChainItem[]): Look[] {
  const there = new Set(items.map(lookOf))
  return (Object.keys(LOOKS) as Look[]).filter((look) => there.has(look))
}

export type Way = Direction | 'bundle'

export const WAYS: Record<Way, { color: string; dash: 'solid' | 'dashed' | 'dotted' }> = {
  onset: { color: '#a11d18', dash: 'solid' },
  swab: { color: '#a11d18', dash: 'dashed' },
  unknown: { color: '#5a3c8f', dash: 'dotted' },
  exposed: { color: '#9db0b7', dash: 'solid' },
  bundle: { color: '#5c7078', dash: 'solid' },
}

export const wayOf = (link: ChainLink): Way => link.direction ?? 'bundle'

export const waysIn = (links: readonly ChainLink[]): Way[] => {
  const there = new Set(links.map(wayOf))
  return (Object.keys(WAYS) as Way[]).filter((way) => there.has(way))
}

/** Whether an arrow may be drawn: only towards whom the records speak of. */
export const pointed = (link: ChainLink) => link.direction === 'onset' || link.direction === 'swab'

export interface Spot {
  x: number
  y: number
}
export interface Layout {
  spots: Map<string, Spot>
  days: { day: string; x: number; y: number }[]
  width: number
  height: number
}

/** Distance between people, in units of the layout. */
export const STEP = 18
const CLUSTER = 46
const GAP = 20

interface Disc {
  day: string
  chain: number
  radius: number
  place: (x: number, y: number, spots: Map<string, Spot>) => void
}

/**
 * From left to right by the day of the case, around each case whoever is shown with it. The same
 * people always stand at the same spots, so that opening a cluster moves only what it must.
 *
 * @param aspect width by height of where it is shown
 */
export function layoutOf(items: readonly ChainItem[], aspect = 1.4): Layout {
  const owners = new Map<string, ChainItem[]>()
  for (const item of items) {
    const group = owners.get(item.owner)
    if (group) group.push(item)
    else owners.set(item.owner, [item])
  }
  const discs = [...owners].map(([owner, group]) => disc(owner, group))
  discs.sort((one, other) =>
    one.day !== other.day ? (one.day < other.day ? -1 : 1) : one.chain - other.chain,
  )
  const area = discs.reduce((sum, it) => sum + (2 * it.radius + GAP) ** 2, 0)
  const tall = Math.max(
    Math.sqrt(area / Math.max(aspect, 0.3)),
    ...discs.map((it) => 2 * it.radius),
  )
  const spots = new Map<string, Spot>()
  const days: Layout['days'] = []
  let left = 0
  let height = 0
  for (const day of [...new Set(discs.map((it) => it.day))]) {
    const begun = left
    let column: Disc[] = []
    let used = 0
    const end = () => {
      const wide = Math.max(...column.map((it) => 2 * it.radius))
      let y = 0
      for (const each of column) {
        each.place(left + wide / 2, y + each.radius, spots)
        y += 2 * each.radius + GAP
      }
      height = Math.max(height, y)
      left += wide + GAP
      column = []
      used = 0
    }
    for (const each of discs.filter((it) => it.day === day)) {
      if (column.length > 0 && used + 2 * each.radius > tall) end()
      column.push(each)
      used += 2 * each.radius + GAP
    }
    end()
    days.push({ day, x: (begun + left - GAP) / 2, y: -40 })
    left += GAP * 2
  }
  return { spots, days, width: left, height }
}

function disc(owner: string, group: readonly ChainItem[]): Disc {
  const centre = group.find((it) => it.key === owner)
  const rest = group.filter((it) => it !== centre)
  const clusters = rest.filter((it) => it.kind === 'cluster')
  const people = rest.filter((it) => it.kind !== 'cluster')
  const inner = centre ? 22 : 0
  const ring =
    clusters.length === 0
      ? inner
      : Math.max(inner + CLUSTER, (clusters.length * CLUSTER * 1.3) / (2 * Math.PI)) + CLUSTER / 2
  const spread = (at: number) => Math.sqrt(ring * ring + (at + 1) * STEP * STEP)
  const radius = (people.length > 0 ? spread(people.length - 1) : ring) + STEP
  const first = centre ?? group[0]!
  return {
    day: first.day,
    chain: first.chain,
    radius: Math.max(radius, CLUSTER),
    place(x, y, spots) {
      if (centre) spots.set(centre.key, { x, y })
      const alone = !centre && clusters.length === 1 && people.length === 0
      clusters.forEach((it, at) => {
        const angle = (2 * Math.PI * at) / clusters.length + Math.PI / 2
        const away = alone ? 0 : ring - CLUSTER / 2
        spots.set(it.key, { x: x + away * Math.cos(angle), y: y + away * Math.sin(angle) })
      })
      // a sunflower: as dense in the middle as at the rim
      people.forEach((it, at) => {
        const angle = at * 2.399963
        const away = spread(at)
        spots.set(it.key, { x: x + away * Math.cos(angle), y: y + away * Math.sin(angle) })
      })
    },
  }
}

const DAY = 86_400_000
/** The park's midnight lies eight hours before that of Greenwich. */
const PARK = 8 * 3_600_000

/** Days since 1970 in the park; an instant is a fraction of one. */
export const dayNumber = (when: string) =>
  when.length === 10 ? Date.parse(when + 'T00:00:00Z') / DAY : (Date.parse(when) + PARK) / DAY

export const dayText = (day: number) => new Date(day * DAY).toISOString().slice(0, 10)

export interface OrderSpan {
  person: Uuid
  isolatedOn: string
  untilOn?: string | null
  endedAt?: Instant | null
  place?: 'central' | 'home' | null
}

export interface TimelineRow {
  item: ChainItem
  onset?: number
  sample?: number
  /** When the person was taken away. */
  controlled?: number
  near: { from: number; until: number; links: ChainLink[] }[]
  orders: { from: number; until: number; span: OrderSpan }[]
}

export interface Timeline {
  first: number
  last: number
  rows: TimelineRow[]
}

/** People as rows and days as columns; clusters have no row. */
export function timelineOf(
  items: readonly ChainItem[],
  links: readonly ChainLink[],
  orders: readonly OrderSpan[],
  today: string,
): Timeline {
  const near = new Map<string, ChainLink[]>()
  for (const link of links) {
    for (const end of [link.from, link.to]) near.set(end, [...(near.get(end) ?? []), link])
  }
  const rows = items.map((item): TimelineRow => ({
    item,
    onset: item.onset ? dayNumber(item.onset) : undefined,
    sample: item.sampledAt ? dayNumber(item.sampledAt) : undefined,
    controlled: item.controlledAt ? dayNumber(item.controlledAt) : undefined,
    near: joined(item.kind === 'case' ? [] : (near.get(item.key) ?? [])),
    orders: orders
      .filter((it) => it.person === item.key)
      .map((span) => ({
        from: dayNumber(span.isolatedOn),
        until: span.endedAt ? dayNumber(span.endedAt) : dayNumber(span.untilOn ?? today) + 1,
        span,
      })),
  }))
  for (const row of rows) {
    // of a case the meetings with other cases are what is asked
    if (row.item.kind === 'case') {
      row.near = joined((near.get(row.item.key) ?? []).filter((it) => it.direction !== 'exposed'))
    }
  }
  const all = rows.flatMap((row) => [
    ...[row.onset, row.sample, row.controlled].filter((it) => it !== undefined),
    ...row.near.flatMap((it) => [it.from, it.until]),
    ...row.orders.flatMap((it) => [it.from, it.until]),
  ])
  const now = dayNumber(today)
  const first = Math.floor(Math.min(now, ...all))
  const last = Math.ceil(Math.max(now + 1, ...all))
  return { first, last: Math.min(last, first + 120), rows }
}

/** Spans that touch are one. */
function joined(links: readonly ChainLink[]): TimelineRow['near'] {
  const spans = links
    .map((link) => ({ from: dayNumber(link.first), until: dayNumber(link.last), links: [link] }))
    .sort((one, other) => one.from - other.from)
  const result: TimelineRow['near'] = []
  for (const span of spans) {
    const before = result.at(-1)
    if (before && span.from <= before.until) {
      before.until = Math.max(before.until, span.until)
      before.links.push(...span.links)
    } else result.push(span)
  }
  return result
}
