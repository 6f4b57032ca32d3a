/** One server-sent event. */
export interface ServerEvent {
  event: string
  data: string
  id: string | undefined
}

/** Cuts a text stream into events; keeps what is unfinished for the next piece. */
export class EventParser {
  private rest = ''
  private event = ''
  private data: string[] = []
  private id: string | undefined

  push(text: string): ServerEvent[] {
    const events: ServerEvent[] = []
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/)
    this.rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') {
        if (this.data.length > 0) {
          events.push({ event: this.event || 'message', data: this.data.join('\n'), id: this.id })
        }
        this.event = ''
        this.data = []
        continue
      }
      this.field(line)
    }
    return events
  }

  private field(line: string): void {
    if (line.startsWith(':')) return
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'event') this.event = value
    else if (name === 'data') this.data.push(value)
    else if (name === 'id') this.id = value
  }
}

/** Seconds grow 1, 2, 4 … up to 30, each by chance between half and whole, so that clients spread. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(30_000, 1000 * 2 ** Math.max(0, attempt))
  return Math.round(whole / 2 + (whole / 2) * random())
}

export type StreamState = 'connecting' | 'open' | 'lost'

export interface StreamOptions {
  url: string
  headers?: () => Record<string, string>
  onEvent: (event: ServerEvent) => void
  onState?: (state: StreamState) => void
  /** Without a byte (the server pings every 20 s) for so long, the line counts as dead. */
  silenceMs?: number
  fetch?: typeof fetch
}

/** Opens an event stream and keeps it open; returns the way to end it. */
export function follow(options: StreamOptions): () => void {
  const end = new AbortController()
  void keepOpen(options, end.signal)
  return () => end.abort()
}

async function keepOpen(options: StreamOptions, ended: AbortSignal): Promise<void> {
  let attempt = 0
  let lastId: string | undefined
  while (!ended.aborted) {
    options.onState?.('connecting')
    try {
      await readOnce(options, ended, lastId, (event) => {
        attempt = 0
        lastId = event.id ?? lastId
        options.onEvent(event)
      })
    } catch {
      // Lost or refused: the same cure, try again later.
    }
    if (ended.aborted) return
    options.onState?.('lost')
    await pause(backoffMs(attempt++), ended)
  }
}

async function readOnce(
  options: StreamOptions,
  ended: AbortSignal,
  lastId: string | undefined,
  onEvent: (event: ServerEvent) => void,
): Promise<void> {
  const abort = new AbortController()
  const stop = () => abort.abort()
  ended.addEventListener('abort', stop)
  let silence: ReturnType<typeof setTimeout> | undefined
  const alive = () => {
    clearTimeout(silence)
    silence = setTimeout(stop, options.silenceMs ?? 45_000)
  }
  try {
    alive()
    const response = await (options.fetch ?? globalThis.fetch)(options.url, {
      headers: {
        Accept: 'text/event-stream',
        ...options.headers?.(),
        ...(lastId ? { 'Last-Event-ID': lastId } : {}),
      },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: abort.signal,
    })
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`)
    options.onState?.('open')
    const parser = new EventParser()
    const decoder = new TextDecoder()
    const reader = response.body.getReader()
    for (;;) {
      const piece = await reader.read()
      if (piece.done) return
      alive()
      parser.push(decoder.decode(piece.value, { stream: true })).forEach(onEvent)
    }
  } finally {
    clearTimeout(silence)
    ended.removeEventListener('abort', stop)
  }
}

function pause(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms)
    ended.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })
}
