import { useI18n } from 'vue-i18n'
import { date, dateTime, listed, number } from '@/ui/format'
import { duration } from './cases'
import { CONTACT_STATES } from './cases'
import type { ChainItem, ChainLink } from './chains'

/** What is said of items and links, the same on the graph, the timeline and the table. */
export function useChainTexts() {
  const { t } = useI18n()

  function nameOf(item: ChainItem): string {
    const cluster = item.cluster
    if (!cluster) return item.person?.name ?? '—'
    if (cluster.rest) return t('chains.cluster.rest')
    if (cluster.by === 'part') return t('chains.cluster.part', { n: number(cluster.part) })
    const name = cluster.name ?? t(`chains.cluster.${cluster.by}Unknown`)
    return cluster.by === 'case' ? t('chains.cluster.case', { name }) : name
  }

  const labelOf = (item: ChainItem) =>
    item.cluster
      ? `${nameOf(item)}\n${t('chains.people', { n: number(item.cluster.size) })}`
      : item.number
        ? `${item.number}\n${nameOf(item)}`
        : nameOf(item)

  function stateOf(item: ChainItem): string {
    if (item.kind === 'case') {
      return `${item.number} · ${t(`cases.class.${item.classification}`)}`
    }
    if (item.kind === 'contact') {
      const state = t(`cases.contactState.${item.state}`)
      return item.ownCase ? `${state} · ${t('cases.isCase', { n: item.ownCase })}` : state
    }
    return contentsOf(item)
  }

  function contentsOf(item: ChainItem): string {
    const cluster = item.cluster
    if (!cluster) return ''
    return listed([
      ...(cluster.cases ? [t('chains.caseCount', { n: number(cluster.cases) })] : []),
      ...CONTACT_STATES.filter((state) => cluster.contacts[state]).map(
        (state) => `${t(`cases.contactState.${state}`)} ${number(cluster.contacts[state])}`,
      ),
    ])
  }

  function dayOf(item: ChainItem): string {
    if (item.kind === 'cluster') return `${date(item.day)} – ${date(item.cluster?.until)}`
    const key = item.kind === 'contact' ? 'last' : item.onset ? 'onset' : 'swab'
    return `${t(`chains.dayOf.${key}`)} ${date(item.day)}`
  }

  const hintOf = (item: ChainItem) =>
    [
      nameOf(item),
      item.person?.unitName,
      stateOf(item),
      dayOf(item),
      item.kind === 'cluster' ? t('chains.toOpen') : '',
    ]
      .filter(Boolean)
      .join('\n')

  const kindsOf = (link: ChainLink) => listed(link.kinds.map((kind) => t(`cases.kind.${kind}`)))

  function amountOf(link: ChainLink): string {
    const words = { h: t('cases.h'), min: t('cases.min') }
    return [
      t('cases.times', { n: number(link.times) }),
      link.minutes > 0 ? duration(link.minutes, words) : '',
      link.pairs > 1 ? t('chains.pairs', { n: number(link.pairs) }) : '',
    ]
      .filter(Boolean)
      .join(' · ')
  }

  const wayText = (link: ChainLink) => t(`chains.way.${link.direction ?? 'bundle'}`)

  function linkHint(link: ChainLink, byKey: ReadonlyMap<string, ChainItem>): string {
    const from = byKey.get(link.from)
    const to = byKey.get(link.to)
    return [
      `${from ? nameOf(from) : '—'} → ${to ? nameOf(to) : '—'}`.replace(
        '→',
        link.direction === 'onset' || link.direction === 'swab' ? '→' : '–',
      ),
      wayText(link),
      [kindsOf(link), listed(link.places)].filter(Boolean).join(' · '),
      `${dateTime(link.first)} – ${dateTime(link.last)}`,
      amountOf(link),
    ]
      .filter(Boolean)
      .join('\n')
  }

  return {
    nameOf,
    labelOf,
    stateOf,
    contentsOf,
    dayOf,
    hintOf,
    kindsOf,
    amountOf,
    wayText,
    linkHint,
  }
}
