import { computed, reactive, readonly } from 'vue'
import { Client, Problem } from '@/api'
import type { Me, Meta, Permission } from '@/api'
import { storedLanguage } from '@/i18n'

interface SessionState {
  me: Me | null
  meta: Meta | null
  /** Someone was signed in and the server no longer knows them. */
  expired: boolean
}

const state = reactive<SessionState>({ me: null, meta: null, expired: false })

/** The console's way to the server. */
export const api = new Client({
  language: storedLanguage,
  onUnauthorized: () => {
    if (!state.me) return
    state.me = null
    state.expired = true
  },
})

export async function openSession(): Promise<void> {
  const [meta, me] = await Promise.all([
    api.get<Meta>('/meta').catch(() => null),
    api.get<Me>('/session').catch((error: unknown) => {
      if (error instanceof Problem) return null
      throw error
    }),
  ])
  state.meta = meta
  state.me = me
}

export async function signIn(username: string, password: string): Promise<void> {
  state.me = await api.post<Me>('/session', { username, password })
  state.expired = false
}

export async function signOut(): Promise<void> {
  try {
    await api.delete('/session')
  } finally {
    state.me = null
    state.expired = false
  }
}

export async function changePassword(current: string, next: string): Promise<void> {
  const me = await api.put<Me | undefined>('/session/password', { current, next })
  state.me = me ?? (await api.get<Me>('/session'))
}

export function can(...permissions: Permission[]): boolean {
  return permissions.some((permission) => state.me?.permissions.includes(permission))
}

export const session = readonly(state) as Readonly<SessionState>
export const signedIn = computed(() => state.me !== null)
