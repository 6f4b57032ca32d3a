import { afterEach, expect, it, vi } from 'vitest'
import { createApp, nextTick } from 'vue'
import { storeLanguage } from '@/i18n'
import { i18n } from '@/shell/i18n'
import OwnPage from './OwnPage.vue'
import { counting, measured, type Handed, type Page } from './own'

const page: Page = {
  purpose: 'follow_up',
  name: '张*',
  asOf: '2022-03-10T00:00:00Z',
  followUp: {
    until: '2022-03-19',
    place: 'central',
    site: 'East site',
    room: '302',
    today: [{ half: 'morning', state: 'to_come', due: '2022-03-10T02:00:00Z', handed: [] }],
    nextTest: '2022-03-12',
    needs: [
      {
        id: 'n1',
        kind: 'medicine',
        text: 'Aspirin',
        askedAt: '2022-03-10T00:00:00Z',
        dueAt: '2022-03-10T02:00:00Z',
        state: 'done',
        answer: 'At your door',
      },
    ],
  },
}

const handed: Handed = {
  id: 'r1',
  at: '2022-03-10T00:05:00Z',
  own: true,
  unwell: true,
  temperature: 38.2,
  symptoms: [],
}

function answering(...answers: [number, unknown][]) {
  const asked: { url: string; body: Record<string, unknown> | null }[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url: String(url), body: init.body ? JSON.parse(String(init.body)) : null })
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
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp(OwnPage, { token: 'the-key' }).use(i18n)
  app.mount(root)
  await settled()
  return { root, end: () => app.unmount() }
}

function type(root: HTMLElement, testid: string, text: string): void {
  const input = root.querySelector<HTMLInputElement>(`[data-testid=${testid}]`)!
  input.value = text
  input.dispatchEvent(new Event('input'))
}

const submit = (root: HTMLElement, form: string) =>
  root
    .querySelector(`[data-testid=${form}]`)!
    .dispatchEvent(new Event('submit', { cancelable: true }))

afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

it('says until when, where, what is asked for today, and what became of needs', async () => {
  answering([200, page])
  const { root, end } = await shown()
  expect(root.textContent).toContain('19/03/2022')
  expect(root.textContent).toContain('302')
  expect(root.querySelector('[data-testid=own-today]')!.textContent).toContain('To hand in')
  expect(root.querySelector('[data-testid=own-needs]')!.textContent).toContain('At your door')
  end()
})

it('hands a reading in under an id that a second try repeats, and says that help comes', async () => {
  const hot: Page = {
    ...page,
    followUp: {
      ...page.followUp!,
      today: [{ half: 'morning', state: 'done', due: '2022-03-10T02:00:00Z', handed: [handed] }],
      correctable: 'r1',
    },
  }
  const well: Page = {
    ...hot,
    followUp: {
      ...hot.followUp!,
      today: [
        {
          ...hot.followUp!.today[0]!,
          handed: [
            { ...handed, id: 'r2', unwell: false, temperature: 36.8, corrects: 'r1' },
            handed,
          ],
        },
      ],
      correctable: 'r2',
    },
  }
  const asked = answering([200, page], [503, { title: 'Busy' }], [200, hot], [200, well])
  const { root, end } = await shown()
  const go = root.querySelector<HTMLButtonElement>('[data-testid=own-reading-go]')!
  expect(go.disabled).toBe(true)
  type(root, 'own-temperature', '60')
  await nextTick()
  expect(go.disabled).toBe(true)
  type(root, 'own-temperature', '38,2')
  await nextTick()
  submit(root, 'own-reading')
  await settled()
  submit(root, 'own-reading')
  await settled()
  expect(asked[1]!.url).toBe('/api/v1/own/page/readings')
  expect(asked[1]!.body).toMatchObject({
    token: 'the-key',
    temperature: 38.2,
    symptoms: [],
    corrects: null,
  })
  expect(asked[2]!.body).toEqual(asked[1]!.body)
  expect(root.querySelector('[data-testid=own-unwell]')).not.toBeNull()
  root.querySelector<HTMLButtonElement>('[data-testid=own-correct]')!.click()
  type(root, 'own-temperature', '36.8')
  await nextTick()
  submit(root, 'own-reading')
  await settled()
  expect(asked[3]!.body).toMatchObject({ temperature: 36.8, corrects: 'r1' })
  expect(root.querySelector('[data-testid=own-unwell]'), 'what was corrected').toBeNull()
  expect(asked[3]!.body!['id']).not.toBe(asked[1]!.body!['id'])
  end()
})

it('takes a declaration where the link is for one, and nothing else', async () => {
  const empty: Page = { purpose: 'declaration', name: '张*', asOf: page.asOf, declared: [] }
  const asked = answering([200, empty], [200, { ...empty, declared: [page.asOf] }])
  const { root, end } = await shown()
  expect(root.querySelector('[data-testid=own-reading]')).toBeNull()
  submit(root, 'own-declare')
  await settled()
  expect(asked[1]!.url).toBe('/api/v1/own/page/declarations')
  expect(asked[1]!.body).toMatchObject({ token: 'the-key', contact: false, stays: [] })
  expect(root.querySelector('[data-testid=own-declared]')).not.toBeNull()
  end()
})

it('says so kindly when the link opens nothing', async () => {
  answering([404, { status: 404, code: 'own.link_unknown', title: 'This link opens nothing' }])
  const { root, end } = await shown()
  expect(root.textContent).toContain('This link opens nothing')
  expect(root.querySelector('h1')!.textContent).toBe('Your own page')
  expect(root.querySelector('form')).toBeNull()
  end()
})

it('reads temperatures as people type them', () => {
  expect(measured('３６.５')).toBe(36.5)
  expect(measured('36，5')).toBe(36.5)
  expect(measured('365')).toBeNull()
  expect(measured(' ')).toBeNull()
})

it('leaves out what was corrected', () => {
  const other: Handed = { ...handed, id: 'r2', corrects: 'r1' }
  expect(counting([other, handed])).toEqual([other])
})
