import { createApp, nextTick, type Component } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/shell/i18n'
import { openSession } from '@/shell/session'
import CalendarPage from './CalendarPage.vue'
import PointsPage from './PointsPage.vue'
import RoundsPage from './RoundsPage.vue'

type Answers = Record<string, unknown>

let asked: { method: string; path: string; body: unknown }[] = []
let unmount: (() => void) | null = null

function answering(answers: Answers): void {
  asked = []
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(String(input instanceof Request ? input.url : input), 'http://x')
    const path = url.pathname.replace('/api/v1', '')
    const method = init?.method ?? 'GET'
    asked.push({
      method,
      path: path + url.search,
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : null,
    })
    const answer = answers[`${method} ${path}`] ?? answers[path]
    return Promise.resolve(
      answer === undefined
        ? new Response(JSON.stringify({ code: 'x.y', title: 'not so', status: 500 }), {
            status: 500,
            headers: { 'content-type': 'application/problem+json' },
          })
        : new Response(JSON.stringify(answer), {
            status: 200,
            headers: { 'content-type': 'application/json' },
          }),
    )
  })
}

async function shown(page: Component, permissions: string[], answers: Answers): Promise<Element> {
  answering({
    '/meta': {},
    '/session': { id: 'a', permissions },
    ...answers,
  })
  await openSession()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:all(.*)*', component: { template: '<i />' } }],
  })
  await router.push('/rounds')
  const host = document.createElement('div')
  document.body.append(host)
  const app = createApp(page)
  app.use(i18n).use(router)
  app.mount(host)
  unmount = () => {
    app.unmount()
    host.remove()
  }
  await settled()
  return host
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0))
    await nextTick()
  }
}

const by = (host: Element, id: string) => host.querySelector(`[data-testid="${id}"]`)

const round = {
  id: 'r1',
  no: 1,
  name: 'first',
  state: 'opened',
  opensAt: '2022-03-08T00:00:00Z',
  closesAt: '2022-03-08T12:00:00Z',
  criteria: { everyone: true, units: [], places: [], keyGroups: [], persons: 0 },
  pools: { default: 10 },
  points: [],
  madeBy: 'x',
  expected: 4,
  tested: 2,
  exempt: 1,
  missing: 1,
  version: 2,
}
const figures = { expected: 4, tested: 2, exempt: 1, missing: 1 }
const covering = {
  '/sampling/rounds': { items: [round], next: null },
  '/sampling/rounds/r1/coverage': {
    total: figures,
    units: [{ unit: 'u1', name: 'Team A', kind: 'shift_team', parent: null, figures }],
    places: [{ place: null, name: '', figures }],
    groups: [{ group: 'default', figures }],
  },
  '/sampling/rounds/r1/people': {
    items: [
      {
        person: 'p1',
        name: 'Somebody',
        unitName: 'Team A',
        state: 'missing',
        reason: 'everyone',
        group: 'default',
        pool: 10,
        child: false,
        inside: false,
      },
    ],
    next: null,
  },
}

beforeEach(() => {
  i18n.global.locale.value = 'en'
})

afterEach(() => {
  unmount?.()
  vi.unstubAllGlobals()
})

describe('the page of rounds', () => {
  it('says what to do while there is none', async () => {
    const host = await shown(RoundsPage, ['SAMPLING_READ', 'SAMPLING_MANAGE'], {
      '/sampling/rounds': { items: [], next: null },
    })
    expect(by(host, 'empty')?.textContent).toContain('No round yet')
    expect(by(host, 'round-new')).not.toBeNull()
  })

  it('shows the error and offers to try again', async () => {
    const host = await shown(RoundsPage, ['SAMPLING_READ'], {})
    expect(by(host, 'error')?.textContent).toContain('not so')
  })

  it('leads from a unit to the names of who is missing', async () => {
    const host = await shown(RoundsPage, ['SAMPLING_READ', 'SAMPLING_MANAGE'], covering)
    expect(by(host, 'sum-missing')?.textContent).toBe('1')
    expect(by(host, 'round-people')?.textContent).toContain('Somebody')
    ;(by(host, 'coverage-unit') as HTMLButtonElement).click()
    await settled()
    expect(asked.at(-1)?.path).toContain('unit=u1')
    expect(by(host, 'exempt')).not.toBeNull()
    expect(by(host, 'round-close')).not.toBeNull()
  })

  it('lets a lead see and ask, not open, close or add', async () => {
    const host = await shown(RoundsPage, ['SAMPLING_READ'], covering)
    expect(by(host, 'exempt')).not.toBeNull()
    for (const id of ['round-new', 'round-open', 'round-close', 'round-add']) {
      expect([id, by(host, id)]).toEqual([id, null])
    }
  })
})

describe('the page of points', () => {
  const point = {
    id: 'a',
    code: 'SP1',
    name: 'Point A',
    opens: '08:00:00',
    closes: '20:00:00',
    desks: ['1', '2'],
    staff: 4,
    perHour: 120,
    active: true,
    version: 0,
    queue: 90,
    ahead: 140,
    waitMinutes: 45,
    waitAhead: 70,
    told: true,
    doneLately: 12,
    doneToday: 80,
    slotPeople: 300,
  }
  const view = {
    asOf: '2022-03-08T00:00:00Z',
    waitLimit: 30,
    points: [point],
    shift: {
      slot: 's1',
      version: 3,
      unit: { id: 'u1', name: 'Team A' },
      from: { id: 'a', name: 'Point A' },
      to: { id: 'b', name: 'Point B' },
      people: 60,
      waitBefore: 70,
      waitAfter: 20,
    },
  }

  it('proposes a shift of load and does it by one touch', async () => {
    const host = await shown(PointsPage, ['SAMPLING_READ', 'SAMPLING_MANAGE'], {
      '/sampling/points': view,
      'POST /sampling/points/shift': { ...view, shift: null },
    })
    expect(by(host, 'points')?.textContent).toContain('long, 45 min')
    expect(by(host, 'shift')?.textContent).toContain('Point B')
    ;(by(host, 'shift-go') as HTMLButtonElement).click()
    await settled()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
      slot: 's1',
      to: 'b',
      version: 3,
    })
  })

  it('only shows it to who may not manage', async () => {
    const host = await shown(PointsPage, ['SAMPLING_READ'], { '/sampling/points': view })
    expect(by(host, 'shift')).not.toBeNull()
    expect(by(host, 'shift-go')).toBeNull()
    expect(by(host, 'point-edit')).toBeNull()
  })
})

describe('the test calendar', () => {
  it('shows key groups and who is due today', async () => {
    const host = await shown(CalendarPage, ['SAMPLING_READ'], {
      '/sampling/calendar': {
        today: '2022-03-08',
        blockAfterDays: 1,
        groups: [
          {
            group: 'front',
            everyDays: 1,
            people: 5,
            ahead: 2,
            due: 1,
            overdue: 1,
            blocked: 1,
          },
        ],
      },
      '/sampling/calendar/people': { items: [], next: null },
    })
    expect(by(host, 'calendar-groups')?.textContent).toContain('Front line')
    expect(by(host, 'calendar-people')?.textContent).toContain('Nobody is due today')
    expect(asked.at(-1)?.path).toContain('standing=due')
  })
})
