import { onScopeDispose, reactive, ref, shallowRef, type Ref } from 'vue'
import { Pager } from '@/api'
import type { Page } from '@/api'

export interface Load<T> {
  data: Ref<T | null>
  error: Ref<unknown>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/** Loads now, again on `reload`, and every `everyMs` while the page is visible. */
export function useLoad<T>(fetchIt: () => Promise<T>, everyMs?: number): Load<T> {
  const data = shallowRef<T | null>(null) as Ref<T | null>
  const error = shallowRef<unknown>(null)
  const loading = ref(false)
  let turn = 0
  async function reload(): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const fetched = await fetchIt()
      if (mine !== turn) return
      data.value = fetched
      error.value = null
    } catch (failure) {
      if (mine === turn) error.value = failure
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  void reload()
  if (everyMs) every(everyMs, reload)
  return { data, error, loading, reload }
}

/** A list by key, loaded at once. */
export function usePager<T>(fetchPage: (after: string | null) => Promise<Page<T>>) {
  const pager = reactive(new Pager<T>(fetchPage)) as Pager<T>
  void pager.restart()
  return pager
}

/** Runs now and then while the page is visible. */
export function every(ms: number, work: () => unknown): void {
  const timer = setInterval(() => {
    if (!document.hidden) void work()
  }, ms)
  onScopeDispose(() => clearInterval(timer))
}

/** Calls once typing has paused. */
export function debounced(work: () => void, ms = 250): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    clearTimeout(timer)
    timer = setTimeout(work, ms)
  }
}
