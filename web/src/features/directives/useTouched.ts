import { onScopeDispose } from 'vue'
import { follow } from '@/api'
import { api } from '@/shell/session'
import { every } from '@/ui/useLoad'

interface Touched {
  about: string
  id: string
}

/**
 * Loads a page anew when what it shows was touched: told by the event stream within a second or
 * two; every 20 s in any case, for deadlines pass without an act.
 *
 * @param concerns whether what was touched is on the page
 */
export function useTouched(concerns: (touched: Touched) => boolean, reload: () => unknown): void {
  let soon: ReturnType<typeof setTimeout> | undefined
  let lost = false
  function later(): void {
    if (soon) return
    soon = setTimeout(() => {
      soon = undefined
      void reload()
    }, 150)
  }
  const end = follow({
    url: api.url('/command/events'),
    headers: () => api.headers('GET'),
    onState: (state) => {
      if (state === 'open' && lost) later()
      lost = state === 'lost' || (lost && state !== 'open')
    },
    onEvent: ({ event, data }) => {
      if (event === 'touched' && (JSON.parse(data) as Touched[]).some(concerns)) later()
    },
  })
  every(20_000, reload)
  onScopeDispose(() => {
    end()
    clearTimeout(soon)
  })
}
