import type { Uuid } from '@/api'
import { Problem } from '@/api'
import { uuidv7 } from '@/domain/uuidv7'
import { worldNow } from '@/shell/clock'
import { api } from '@/shell/session'

interface Receipt {
  status: 'recorded' | 'duplicate' | 'rejected'
  error?: { code?: string; field?: string; cure?: string; message?: string } | null
}

/** Hands a fact in at the one door; a rejection becomes the problem that a page shows. */
export async function handIn(
  type:
    | 'rollcall.account'
    | 'rollcall.report'
    | 'screening.declaration'
    | 'sampling.specimen'
    | 'sampling.undo',
  data: Record<string, unknown>,
  about?: Uuid | { person: Uuid; place: Uuid },
): Promise<void> {
  const now = new Date(worldNow()).toISOString()
  const { person, place } = typeof about === 'object' ? about : { person: about, place: undefined }
  const receipt = await api.post<Receipt>('/facts', {
    id: uuidv7(),
    type,
    at: now,
    sent: now,
    ...(person ? { person: { id: person } } : {}),
    ...(place ? { place } : {}),
    data,
  })
  if (receipt.status === 'rejected') {
    const error = receipt.error
    throw new Problem(422, {
      title: error?.message ?? '',
      cure: error?.cure ?? '',
      code: error?.code ?? '',
    })
  }
}
