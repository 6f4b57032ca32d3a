import { Problem, Unreachable, type ProblemBody } from './problem'

export type Query = Record<string, string | number | boolean | null | undefined>

export interface ClientOptions {
  /** Prefix of every path; `/api/v1` unless told. */
  base?: string
  /** A device's token; a console has none and lives on its session cookie. */
  token?: () => string | null | undefined
  language?: () => string
  /** Called once for each answer 401, so that the shell can ask for a new sign-in. */
  onUnauthorized?: (problem: Problem) => void
  timeoutMs?: number
  fetch?: typeof fetch
}

export interface CallOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
  timeoutMs?: number
  headers?: Record<string, string>
}

/** The one way from a page to the server: CSRF, language, timeouts and typed refusals in one place. */
export class Client {
  private readonly options: ClientOptions

  constructor(options: ClientOptions = {}) {
    this.options = options
  }

  get<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.call<T>('GET', path, options)
  }

  post<T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    return this.call<T>('POST', path, { ...options, body })
  }

  put<T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    return this.call<T>('PUT', path, { ...options, body })
  }

  patch<T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    return this.call<T>('PATCH', path, { ...options, body })
  }

  delete<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.call<T>('DELETE', path, options)
  }

  url(path: string, query?: Query): string {
    return (this.options.base ?? '/api/v1') + path + queryOf(query)
  }

  async call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    const response = await this.send(method, path, options)
    if (!response.ok) throw await this.refusal(response)
    if (response.status === 204 || response.headers.get('content-length') === '0') {
      return undefined as T
    }
    const text = await response.text()
    return (text ? JSON.parse(text) : undefined) as T
  }

  /** A file as the answer to a POST: for what must not stand in an address. */
  async file(path: string, body: unknown, timeoutMs = 120_000): Promise<Blob> {
    const response = await this.send('POST', path, { body, timeoutMs })
    if (!response.ok) throw await this.refusal(response)
    return response.blob()
  }

  headers(method: string): Record<string, string> {
    const headers: Record<string, string> = {
      'Accept-Language': this.options.language?.() ?? 'zh-CN',
    }
    const token = this.options.token?.()
    if (token) headers['Authorization'] = `Bearer ${token}`
    else if (method !== 'GET' && method !== 'HEAD') {
      const xsrf = cookie('XSRF-TOKEN')
      if (xsrf) headers['X-XSRF-TOKEN'] = xsrf
    }
    return headers
  }

  private async send(method: string, path: string, options: CallOptions): Promise<Response> {
    const headers: Record<string, string> = {
      Accept: 'application/json, application/problem+json',
      ...this.headers(method),
      ...options.headers,
    }
    const form = options.body instanceof FormData
    if (options.body !== undefined && !form) headers['Content-Type'] = 'application/json'
    const init: RequestInit = { method, headers, credentials: 'same-origin' }
    if (options.body !== undefined) {
      init.body = form ? (options.body as FormData) : JSON.stringify(options.body)
    }
    return this.timed(this.url(path, options.query), init, options)
  }

  private async timed(url: string, init: RequestInit, options: CallOptions): Promise<Response> {
    const abort = new AbortController()
    let timedOut = false
    const timer = setTimeout(
      () => {
        timedOut = true
        abort.abort()
      },
      options.timeoutMs ?? this.options.timeoutMs ?? 20_000,
    )
    const follow = () => abort.abort()
    options.signal?.addEventListener('abort', follow)
    try {
      return await (this.options.fetch ?? globalThis.fetch)(url, { ...init, signal: abort.signal })
    } catch (cause) {
      if (options.signal?.aborted) throw cause
      throw new Unreachable(timedOut, cause)
    } finally {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', follow)
    }
  }

  private async refusal(response: Response): Promise<Problem> {
    let body: ProblemBody = {}
    try {
      body = (await response.json()) as ProblemBody
    } catch {
      // A proxy's page, or nothing: the status alone must do.
    }
    const wait = Number(response.headers.get('retry-after'))
    const problem = new Problem(response.status, body, wait > 0 ? wait : undefined)
    if (response.status === 401) this.options.onUnauthorized?.(problem)
    return problem
  }
}

/**
 * A search text as it may stand in an address, and so in the logs of whatever lies between: a whole
 * ID or phone number is cut to its last four, which is all that a search looks at.
 */
export function searchable(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?<=\d)[\s-]+(?=[\dXx])/g, '')
    .replace(/\d{3,}(?=\d{3}[\dXx])/g, '')
}

export function queryOf(query: Query | undefined): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue
    parts.set(name, name === 'q' ? searchable(String(value)) : String(value))
  }
  const text = parts.toString()
  return text ? `?${text}` : ''
}

export function cookie(name: string): string | undefined {
  if (typeof document === 'undefined') return undefined
  for (const part of document.cookie.split('; ')) {
    if (part.startsWith(`${name}=`)) return decodeURIComponent(part.slice(name.length + 1))
  }
  return undefined
}
