import { ref } from 'vue'
import { api } from '@/shell/session'

/** From here on the server counts no further. */
export const MANY = 100

/** How many messages are unread: one number for the bell and the inbox. */
export const unread = ref(0)

/** As it stands on the bell. */
export const shownCount = (count: number): string =>
  count >= MANY ? `${MANY - 1}+` : String(count)

export async function askUnread(): Promise<void> {
  try {
    unread.value = (await api.get<{ unread: number }>('/inbox/unread')).unread
  } catch {
    // The last number stays; the page itself says when the server can't be reached.
  }
}
