import { onScopeDispose, ref, shallowRef } from 'vue'
import { follow, type Overview, type Page, type Pass, type StreamState } from '@/api'
import { api, session } from '@/shell/session'
import { every } from '@/ui/useLoad'
import { mergePasses } from './tones'

/**
 * The picture at the gates: told by the event stream, asked for every 5 s while that is lost. The
 * stream names people to those alone who see the whole park; the others ask for theirs.
 */
export function useLive(onHoldOrAlert: () => void) {
  const overview = shallowRef<Overview | null>(null)
  const passes = shallowRef<Pass[]>([])
  const state = ref<StreamState>('connecting')
  const error = shallowRef<unknown>(null)
  let soon: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    try {
      const [figures, latest] = await Promise.all([
        api.get<Overview>('/gates/overview'),
        api.get<Page<Pass>>('/gates/passes', { query: { limit: 40 } }),
      ])
      overview.value = figures
      passes.value = mergePasses(passes.value, latest.items)
      error.value = null
    } catch (failure) {
      error.value = failure
    }
  }

  function tell(): void {
    if (soon) return
    soon = setTimeout(() => {
      soon = undefined
      onHoldOrAlert()
    }, 400)
  }

  void ask()
  every(5000, () => {
    if (state.value !== 'open' || !session.me?.scope.everywhere) void ask()
  })
  const end = follow({
    url: api.url('/gates/events'),
    headers: () => api.headers('GET'),
    onState: (now) => {
      if (now === 'open' && state.value !== 'open') void ask()
      state.value = now
    },
    onEvent: ({ event, data }) => {
      if (event === 'overview') {
        overview.value = JSON.parse(data) as Overview
        error.value = null
      } else if (event === 'pass') {
        const told = JSON.parse(data) as Pass | Pass[]
        passes.value = mergePasses(passes.value, Array.isArray(told) ? told : [told])
      } else if (event === 'hold' || event === 'alert') tell()
    },
  })
  onScopeDispose(() => {
    end()
    clearTimeout(soon)
  })
  return { overview, passes, state, error, ask }
}
