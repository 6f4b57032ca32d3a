import { ref, shallowRef, type Ref } from 'vue'

export interface Act {
  busy: Ref<boolean>
  error: Ref<unknown>
  attempt: (work: () => Promise<unknown>) => Promise<boolean>
}

/**
 * What a form or a button does: at most one act at a time, however often it is pressed; what went
 * wrong stays to be shown until the next one.
 */
export function useAct(): Act {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)

  /** Returns whether it went well. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await work()
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, error, attempt }
}
