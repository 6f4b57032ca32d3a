import { faultOf, type IdentityDocument, normalise, recognise } from '@/domain/documents'
import { uuidv7 } from '@/domain/uuidv7'
import { type Direction, type Emergency } from '@/domain/verdict'
import {
  begunWork,
  clock,
  inTurn,
  keepSettings,
  outbox,
  roster,
  type ScanFault,
  state,
  step,
  verdict,
} from './core'
import { begin, type Draft, emergencyFact, factOf, type Subject, summaryOf } from './gate/pass'
import { signalFor, signalTrouble, signalTouch } from './gate/signals'
import { temperatureOf } from './input/scanner'
import { type Summary } from './queue/outbox'
import { count, drain } from './sync'

export async function setDirection(direction: Direction): Promise<void> {
  state.direction = direction
  if (state.draft) edit({ direction })
  await keepSettings()
}

/** A line from a scanner, the camera or the keys of a gate PC. */
export function scanned(
  text: string,
  at: number,
  method: 'scan' | 'typed' = 'scan',
): Promise<void> {
  return inTurn(async () => {
    if (state.stage !== 'gate') return
    const temperature = temperatureOf(text)
    if (temperature !== null) measured(temperature, at)
    else await arrived(text, at, method)
  })
}

function measured(temperature: number, at: number): void {
  if (state.draft === null) {
    trouble('scan_first')
    return
  }
  addTemperature(temperature)
  timeFrom(at)
}

async function arrived(text: string, at: number, method: 'scan' | 'typed'): Promise<void> {
  const subject = await subjectOf(text)
  if (typeof subject === 'string') {
    trouble(subject)
    return
  }
  await present(subject, at, method)
}

/** The next person's scan confirms a pass: the gate is open already. Anything else is finished first. */
async function present(subject: Subject, at: number, method: 'scan' | 'typed'): Promise<void> {
  if (state.draft !== null) {
    if (same(state.draft.subject, subject)) return
    if (step.value !== 'decide' || verdict.value?.action !== 'pass') {
      trouble('finish_first')
      return
    }
    await store()
  }
  const { direction, lane } = state
  const draft = begin({
    id: uuidv7(),
    at: clock.nowIso(),
    subject,
    method,
    direction,
    lane: lane || null,
  })
  state.fault = null
  state.draft = draft
  announce()
  timeFrom(at)
  await begunWork.drafts.keep(draft)
}

export async function subjectOf(text: string): Promise<Subject | ScanFault> {
  const document = recognise(text)
  if (document === null) {
    const entry = await roster.find('badge', text.trim())
    return entry ? { known: true, entry } : 'unreadable'
  }
  return subjectOfDocument(document)
}

export async function subjectOfDocument(document: IdentityDocument): Promise<Subject | ScanFault> {
  const number = normalise(document.type, document.number)
  const tidied = { type: document.type, number }
  const fault = faultOf(tidied)
  if (fault !== null) return `document_${fault}`
  const entry = await roster.find(tidied.type, tidied.number)
  return entry
    ? { known: true, entry }
    : { known: false, document: tidied, name: null, phone: null }
}

/** A document typed by hand, of a stated kind. */
export function typed(document: IdentityDocument): Promise<ScanFault | null> {
  return inTurn(async () => {
    const subject = await subjectOfDocument(document)
    if (typeof subject === 'string') return subject
    await present(subject, performance.now(), 'typed')
    return null
  })
}

function same(a: Subject, b: Subject): boolean {
  if (a.known && b.known) return a.entry.id === b.entry.id
  return !a.known && !b.known && a.document.number === b.document.number
}

/** Changes what was seen; the time of the pass is that of the last change. */
export function edit(change: Partial<Draft>): void {
  if (state.draft === null) return
  const draft = { ...state.draft, ...change, at: clock.nowIso() }
  state.draft = draft
  state.fault = null
  void inTurn(async () => {
    if (state.draft?.id === draft.id) await begunWork.drafts.keep(draft)
  })
  announce()
}

const MOST_READINGS = 6

export function addTemperature(temperature: number): void {
  if (state.draft === null) return
  const temperatures = [...state.draft.temperatures, temperature].slice(-MOST_READINGS)
  edit({ temperatures })
}

/** Takes the last reading back: a slip of a gloved finger is not a measurement. */
export function undoTemperature(): void {
  if (state.draft) edit({ temperatures: state.draft.temperatures.slice(0, -1) })
}

export function nameStranger(name: string, phone: string | null): void {
  const subject = state.draft?.subject
  if (subject && !subject.known) edit({ subject: { ...subject, name, phone } })
}

function announce(): void {
  if (verdict.value === null) return
  if (step.value === 'decide') signalFor(verdict.value.action, state.sound)
  else if (step.value === 're_measure') signalFor('re_measure', state.sound)
  else signalTouch(state.sound)
}

function trouble(fault: ScanFault): void {
  state.fault = fault
  signalTrouble(state.sound)
}

/** The guard's last word on the person in view. Resolves when the fact is on the disk. */
export function confirm(): Promise<void> {
  const shown = state.draft?.id
  return inTurn(async () => {
    if (state.draft !== null && state.draft.id === shown) await store()
  })
}

/** Enter on its own lets a person pass. It belongs to the lines before it, so it waits its turn. */
export function confirmPass(): Promise<void> {
  return inTurn(async () => {
    if (step.value === 'decide' && verdict.value?.action === 'pass') await store()
  })
}

async function store(): Promise<void> {
  const { draft, head, device } = state
  if (draft === null || device === null) return
  const summary = summaryOf(draft, head)
  await outbox.add(
    factOf(draft, head, device.placeId, state.guard?.id ?? null),
    summary,
    begunWork.drafts.tab,
  )
  state.draft = null
  state.fault = null
  noted(summary, draft.at)
}

function noted(summary: Summary, at: string): void {
  state.last = { ...summary, at }
  state.passesToday++
  if (summary.action === 'hold') state.heldToday++
  void count()
  drain.kick()
}

export function giveUp(): Promise<void> {
  return inTurn(async () => {
    state.draft = null
    state.fault = null
    await begunWork.drafts.drop()
  })
}

/** Life first: one touch, stored, through. What was in progress stays in progress. */
export function emergency(kind: Emergency, title: string): Promise<void> {
  return inTurn(async () => {
    const { device, direction, lane } = state
    if (device === null) return
    const at = clock.nowIso()
    const where = { id: uuidv7(), at, place: device.placeId, lane: lane || null, direction }
    const guard = state.guard?.id ?? null
    const summary: Summary = { title, action: 'pass', direction, kind: 'emergency' }
    await outbox.add(emergencyFact(kind, { ...where, guard }, state.head?.edition ?? null), summary)
    signalFor('pass', state.sound)
    noted(summary, at)
  })
}

/** From the end of the scan to the frame that shows its verdict. */
function timeFrom(at: number): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      state.latencyMs = Math.round(performance.now() - at)
    }
    channel.port2.postMessage(null)
  })
}
