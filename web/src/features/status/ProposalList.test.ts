import { afterEach, expect, it, vi } from 'vitest'
import { createApp, nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/shell/i18n'
import ProposalList from './ProposalList.vue'
import type { ByHand } from './types'

const server = vi.hoisted(() => ({
  items: [] as unknown[],
  posted: [] as [string, unknown][],
  permissions: ['STATUS_DECIDE'],
}))
vi.mock('@/shell/session', () => ({
  api: {
    get: () => Promise.resolve({ items: server.items, next: null }),
    post: (path: string, body: unknown) => {
      server.posted.push([path, body])
      return Promise.resolve({})
    },
  },
  can: (...any: string[]) => any.some((one) => server.permissions.includes(one)),
}))

const proposal = (id: string, more: Partial<ByHand> = {}): ByHand => ({
  id,
  person: { id: 'p1', name: 'Wang', unitName: 'Steam' },
  level: 'held',
  reason: 'result_pending',
  note: 'waits',
  until: '2022-03-12T00:00:00Z',
  proposedAt: '2022-03-10T00:00:00Z',
  proposer: 'Li',
  mine: false,
  state: 'proposed',
  decidedAt: null,
  decider: null,
  decision: null,
  ...more,
})

async function shown(...items: ByHand[]) {
  server.items = items
  server.posted = []
  i18n.global.locale.value = 'en'
  const root = document.createElement('div')
  document.body.append(root)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:all(.*)*', component: { template: '<i />' } }],
  })
  const app = createApp(ProposalList).use(i18n).use(router)
  app.mount(root)
  await settled()
  return { root, end: () => app.unmount() }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await new Promise((done) => setTimeout(done, 0))
    await nextTick()
  }
}

const buttons = (id: string) => document.querySelectorAll<HTMLElement>(`[data-testid=${id}]`)

afterEach(() => {
  document.body.innerHTML = ''
  server.permissions = ['STATUS_DECIDE']
})

it('lets nobody decide what they proposed, nor what is decided', async () => {
  const { root, end } = await shown(
    proposal('a', { mine: true }),
    proposal('b', { state: 'confirmed', decider: 'Zhao', decision: 'agreed' }),
  )
  expect(buttons('confirm')).toHaveLength(0)
  expect(root.textContent).toContain('Somebody else must decide')
  expect(root.textContent).toContain('Zhao: agreed')
  end()
})

it('shows no buttons to whoever may only propose', async () => {
  server.permissions = ['STATUS_PROPOSE']
  const { end } = await shown(proposal('a'))
  expect(buttons('confirm')).toHaveLength(0)
  end()
})

it('asks for a reason before it confirms', async () => {
  const { end } = await shown(proposal('a'))
  buttons('confirm')[0]!.click()
  await settled()
  const go = buttons('reason-go')[0] as HTMLButtonElement
  expect(go.disabled).toBe(true)
  const text = document.querySelector<HTMLTextAreaElement>('textarea')!
  text.value = 'checked'
  text.dispatchEvent(new Event('input'))
  await nextTick()
  go.click()
  await settled()
  expect(server.posted).toEqual([['/status/by-hand/a/confirm', { reason: 'checked' }]])
  end()
})

it('says so when there are none', async () => {
  const { root, end } = await shown()
  expect(root.textContent).toContain('Nothing set by hand')
  end()
})
