import { onScopeDispose, ref, shallowRef } from 'vue'
import { follow, type StreamState } from '@/api'
import { api } from '@/shell/session'
import { every } from '@/ui/useLoad'
import { merged, type Delta } from './board'
import type { Board } from './types'

/** The board: told by the stream, asked for every 5 s while that is lost. */
export function useBoard(unit: string | null) {
  const board = shallowRef<Board | null>(null)
  const state = ref<StreamState>('connecting')
  const error = shallowRef<unknown>(null)

  async function ask(): Promise<void> {
    try {
      board.value = await api.get<Board>('/reports/board', { query: { unit } })
      error.value = null
    } catch (failure) {
      error.value = failure
    }
  }
  void ask()
  every(5000, () => {
    if (state.value !== 'open') void ask()
  })
  const end = follow({
    url: api.url('/reports/board/events', { unit }),
    headers: () => api.headers('GET'),
    onState: (now) => (state.value = now),
    onEvent: ({ event, data }) => {
      if (event === 'board') board.value = JSON.parse(data) as Board
      else if (event === 'delta' && board.value)
        board.value = merged(board.value, JSON.parse(data) as Delta)
      error.value = null
    },
  })
  onScopeDispose(end)
  return { board, state, error, ask }
}
