/** One refusal of the server (RFC 9457), with our stable code, the value it is about and the cure. */
export interface ProblemBody {
  type?: string
  title?: string
  status?: number
  detail?: string
  code?: string
  field?: string
  value?: unknown
  cure?: string
  errors?: ProblemBody[]
}

/** The server answered, and said no. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly cure: string
  readonly field: string | undefined
  readonly value: unknown
  readonly errors: readonly ProblemBody[]
  /** Seconds the server asks us to wait, from Retry-After. */
  readonly retryAfter: number | undefined

  constructor(status: number, body: ProblemBody, retryAfter?: number) {
    super(body.detail || body.title || body.code || `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? `http.${status}`
    this.title = body.title ?? ''
    this.detail = body.detail ?? ''
    this.cure = body.cure ?? ''
    this.field = body.field
    this.value = body.value
    this.errors = body.errors ?? []
    this.retryAfter = retryAfter
  }
}

/** The server could not be reached, or answered too late. */
export class Unreachable extends Error {
  readonly timedOut: boolean

  constructor(timedOut: boolean, cause?: unknown) {
    super(timedOut ? 'timed out' : 'unreachable', { cause })
    this.name = 'Unreachable'
    this.timedOut = timedOut
  }
}
