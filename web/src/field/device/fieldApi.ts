import type { SentFact } from '../queue/drain'
import { retryAfterMs } from '../queue/backoff'
import type { Receipt } from '../queue/outbox'
import type { SamplingAnswer } from '../sampling/sheet'
import type { RosterSheet } from './roster'

/** The server answered no, or didn't answer: status 0. */
export class ApiFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string | null,
    readonly retryAfterMs: number | null,
    readonly detail: string | null = null,
    readonly cure: string | null = null,
  ) {
    super(code ?? `http ${status}`)
  }
}

export interface GuardEntry {
  accountId: string
  displayName: string
  pin: { salt: string; iterations: number; hash: string } | null
}

export interface Enrolled {
  deviceId: string
  token: string
  placeId: string
  placeName: string
  lane: string | null
  /** Told by the roster, kept here because the roster expires and the place stays what it is. */
  placeKind?: string | null
}

export interface ClockAnswer {
  wall: string
  world: string
  offsetMs: number
  rate: number
}

export interface FieldStatus {
  unsynced: number
  oldestUnsynced: string | null
  appVersion: string
  rosterAge: number | null
}

const TIMEOUT_MS = 20_000

/** The endpoints a field device may call: a bearer token, no cookies. */
export class FieldApi {
  token: string | null = null
  language = 'zh-CN'

  constructor(
    private readonly base = '/api/v1',
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  enrol(code: string, publicKey: JsonWebKey, name?: string): Promise<Enrolled> {
    return this.call('POST', '/field/enrol', { code, publicKey, ...(name ? { name } : {}) })
  }

  roster(): Promise<RosterSheet> {
    return this.call('GET', '/field/roster')
  }

  sampling(): Promise<SamplingAnswer> {
    return this.call('GET', '/field/sampling')
  }

  guards(): Promise<GuardEntry[]> {
    return this.call('GET', '/field/guards')
  }

  clock(): Promise<ClockAnswer> {
    return this.call('GET', '/clock')
  }

  status(status: FieldStatus): Promise<{ ok: boolean; revoked?: boolean }> {
    return this.call('POST', '/field/status', status)
  }

  async facts(facts: SentFact[]): Promise<Receipt[]> {
    const answer = await this.call<{ receipts: Receipt[] }>('POST', '/facts', { facts })
    return answer.receipts ?? []
  }

  /**
   * Hears the server's events until the stream ends (EventSource can't send a bearer token); the
   * first is `open`.
   * Resolves at its end, throws an ApiFault when there is none.
   */
  async events(onEvent: (name: string, data: unknown) => void, end: AbortSignal): Promise<void> {
    const response = await this.reach('GET', '/field/events', undefined, end)
    if (!response.ok) throw await faultOf(response)
    if (response.body === null) return
    onEvent('open', null)
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        const blocks = (rest + value).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) dispatch(block, onEvent)
      }
    } catch {
      throw new ApiFault(0, 'unreachable', null)
    }
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.reach(method, path, body)
    if (!response.ok) throw await faultOf(response)
    try {
      return (await response.json()) as T
    } catch {
      throw new ApiFault(502, 'not_json', null)
    }
  }

  private async reach(
    method: string,
    path: string,
    body: unknown,
    end: AbortSignal = AbortSignal.timeout(TIMEOUT_MS),
  ): Promise<Response> {
    const headers: Record<string, string> = {
      Accept: path.endsWith('/events') ? 'text/event-stream' : 'application/json',
      'Accept-Language': this.language,
    }
    if (this.token !== null) headers['Authorization'] = `Bearer ${this.token}`
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    try {
      return await this.fetcher(this.base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'omit',
        cache: 'no-store',
        signal: end,
      })
    } catch {
      throw new ApiFault(0, 'unreachable', null)
    }
  }
}

/** One event of a stream, as the HTML standard writes them; comments and odd ones are passed over. */
function dispatch(block: string, onEvent: (name: string, data: unknown) => void): void {
  const fields = new Map(
    block.split('\n').flatMap((line) => {
      const match = /^(event|data): ?(.*)$/.exec(line)
      return match ? [[match[1], match[2]] as const] : []
    }),
  )
  const data = fields.get('data')
  if (data === undefined) return
  try {
    onEvent(fields.get('event') ?? 'message', JSON.parse(data))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
}

async function faultOf(response: Response): Promise<ApiFault> {
  const retryAfter = retryAfterMs(response.headers.get('Retry-After'), Date.now())
  try {
    const problem = (await response.json()) as Record<string, unknown>
    return new ApiFault(
      response.status,
      stringOr(problem['code']),
      retryAfter,
      stringOr(problem['detail']) ?? stringOr(problem['title']),
      stringOr(problem['cure']),
    )
  } catch {
    return new ApiFault(response.status, null, retryAfter)
  }
}

function stringOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
