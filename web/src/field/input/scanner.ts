/**
 * A USB or Bluetooth scanner is a keyboard that types fast and ends with Enter. This listens to keys
 * without needing a focused field, so that a guard never has to tap one first.
 *
 * With no field focused, any line ended by Enter counts (a thermometer or a person at a gate PC
 * types slowly). With a field focused, only a burst at machine speed does.
 */
export interface ScannedLine {
  text: string
  /** Typed at machine speed. */
  burst: boolean
}

export interface KeyStroke {
  key: string
  code: string
  at: number
  inField: boolean
}

export type ScannerOutcome =
  | { kind: 'none' }
  | { kind: 'typing'; text: string }
  | { kind: 'line'; line: ScannedLine }
  /** Enter alone. */
  | { kind: 'enter' }

const MACHINE_GAP_MS = 60
const FORGET_MS = 4_000
const SHORTEST_BURST = 4
const LONGEST = 512
/** Scanners often send CR and LF: an Enter this soon after a line belongs to it. */
const DOUBLE_ENTER_MS = 120

export class ScannerKeys {
  private text = ''
  private last = 0
  private slowest = 0
  private lineAt = Number.NEGATIVE_INFINITY

  take(stroke: KeyStroke): ScannerOutcome {
    if (stroke.key === 'Enter' || stroke.code === 'Enter' || stroke.code === 'NumpadEnter')
      return this.enter(stroke)
    const character = characterOf(stroke)
    if (character === null) {
      if (stroke.key === 'Backspace') {
        this.text = this.text.slice(0, -1)
        return { kind: 'typing', text: this.text }
      }
      if (stroke.key === 'Escape') this.reset()
      return { kind: 'none' }
    }
    const gap = stroke.at - this.last
    if (this.text !== '' && gap > (stroke.inField ? 4 * MACHINE_GAP_MS : FORGET_MS)) this.reset()
    if (this.text !== '') this.slowest = Math.max(this.slowest, gap)
    this.last = stroke.at
    if (this.text.length < LONGEST) this.text += character
    return stroke.inField ? { kind: 'none' } : { kind: 'typing', text: this.text }
  }

  private enter(stroke: KeyStroke): ScannerOutcome {
    const text = this.text.trim()
    const fast = this.slowest <= MACHINE_GAP_MS && stroke.at - this.last <= 4 * MACHINE_GAP_MS
    const fresh = stroke.at - this.last <= FORGET_MS
    this.reset()
    if (text === '') {
      const tail = stroke.at - this.lineAt <= DOUBLE_ENTER_MS
      return tail || stroke.inField ? { kind: 'none' } : { kind: 'enter' }
    }
    const burst = fast && text.length >= SHORTEST_BURST
    if (!fresh || (stroke.inField && !burst)) return { kind: 'none' }
    this.lineAt = stroke.at
    return { kind: 'line', line: { text, burst } }
  }

  reset(): void {
    this.text = ''
    this.slowest = 0
  }
}

/** The character of a key, also when a Chinese input method hides it behind `Process`. */
function characterOf({ key, code }: KeyStroke): string | null {
  if ([...key].length === 1) return key
  if (key !== 'Process' && key !== 'Unidentified') return null
  const plain = /^(?:Digit|Numpad)(\d)$|^Key([A-Z])$/.exec(code)
  if (plain) return plain[1] ?? plain[2]
  if (code === 'Period' || code === 'NumpadDecimal') return '.'
  return code === 'Minus' || code === 'NumpadSubtract' ? '-' : null
}

/** `36.5`, `365` or full-width digits as a temperature in °C; null for anything else. */
export function temperatureOf(text: string): number | null {
  const tidy = text.normalize('NFKC').replace(/[\s℃°cC]/gu, '')
  if (/^\d{2}[.,]\d{1,2}$/.test(tidy)) return Math.round(Number(tidy.replace(',', '.')) * 10) / 10
  if (/^[34]\d\d$/.test(tidy)) return Number(tidy) / 10
  return null
}

export function listenToScanner(
  target: Window,
  keys: ScannerKeys,
  onOutcome: (outcome: ScannerOutcome) => void,
): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const outcome = keys.take({
      key: event.key,
      code: event.code,
      at: event.timeStamp,
      inField: isField(event.target),
    })
    // A focused button must not be pressed by the scanner's Enter or by a space in its text.
    if (outcome.kind === 'line' || (outcome.kind === 'typing' && !isField(event.target)))
      event.preventDefault()
    if (outcome.kind !== 'none') onOutcome(outcome)
  }
  target.addEventListener('keydown', listener, { capture: true })
  return () => target.removeEventListener('keydown', listener, { capture: true })
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
  )
}
