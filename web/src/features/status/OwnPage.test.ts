import { afterEach, expect, it, vi } from 'vitest'
import { createApp, nextTick } from 'vue'
import { storeLanguage } from '@/i18n'
import { i18n } from '@/shell/i18n'
import OwnPage from './OwnPage.vue'
import type { OwnPage as Page } from './types'

const held: Page = {
  name: '王**',
  level: 'held',
  since: '2022-03-10T00:00:00Z',
  until: null,
  asOf: '2022-03-10T01:00:00Z',
  reasons: [
    {
      at: '2022-03-10T00:00:00Z',
      rule: {
        evidence: 'e1',
        kind: 'POOL_RESULT',
        variant: 'positive',
        level: 'held',
        label: 'resample',
        from: '2022-03-10T00:00:00Z',
        until: null,
        ends: { negatives: 1, single: true },
        rule: 'status.pool_result.positive.level',
        snapshot: 's',
        meaning: { zh: '管内每一人暂留', en: 'Everybody in the tube is kept apart' },
        edition: { zh: '指南', en: 'Testing guide' },
        article: '3',
        source: 'x',
        confidence: 'verified',
      },
    },
  ],
  appeals: [],
  mayAppeal: true,
}

function answering(...answers: [number, unknown][]) {
  const asked: { url: string; body: unknown }[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url: String(url), body: JSON.parse(String(init.body)) })
    const [status, body] = answers[Math.min(asked.length, answers.length) - 1]!
    return Promise.resolve(
      new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
      }),
    )
  })
  return asked
}

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await new Promise((done) => setTimeout(done, 0))
    await nextTick()
  }
}

async function shown() {
  i18n.global.locale.value = 'en'
  storeLanguage('en')
  window.location.hash = '#the-key'
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp(OwnPage).use(i18n)
  app.mount(root)
  await settled()
  return { root, end: () => app.unmount() }
}

afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

it('says what, why, how it ends and what to do, and sends the key in the body only', async () => {
  const asked = answering([200, held])
  const { root, end } = await shown()
  expect(asked[0]!.url).toBe('/api/v1/me/status')
  expect(asked[0]!.body).toEqual({ token: 'the-key' })
  expect(root.textContent).toContain('Please wait where you are')
  expect(root.textContent).toContain('Everybody in the tube is kept apart')
  expect(root.textContent).toContain('Testing guide')
  expect(root.textContent).toContain("in a tube of one's own")
  end()
})

it('takes an appeal and shows that it is open', async () => {
  const open = {
    madeAt: held.asOf,
    dueAt: '2022-03-11T01:00:00Z',
    text: 'I was elsewhere',
    state: 'open' as const,
    decidedAt: null,
    answer: null,
  }
  const asked = answering([200, held], [200, { ...held, mayAppeal: false, appeals: [open] }])
  const { root, end } = await shown()
  const text = root.querySelector<HTMLTextAreaElement>('[data-testid=appeal-text]')!
  const go = root.querySelector<HTMLButtonElement>('[data-testid=appeal-go]')!
  expect(go.disabled).toBe(true)
  text.value = 'I was elsewhere'
  text.dispatchEvent(new Event('input'))
  await nextTick()
  root.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settled()
  expect(asked[1]).toEqual({
    url: '/api/v1/me/appeals',
    body: { token: 'the-key', text: 'I was elsewhere' },
  })
  expect(root.querySelector('[data-testid=own-appeals]')!.textContent).toContain('Open')
  expect(root.querySelector('form')).toBeNull()
  end()
})

it('says so when the key opens nothing', async () => {
  answering([404, { status: 404, code: 'status.page_unknown', title: 'This link is not valid' }])
  const { root, end } = await shown()
  expect(root.textContent).toContain('This link is not valid')
  expect(root.querySelector('[data-testid=own-what]')).toBeNull()
  end()
})
