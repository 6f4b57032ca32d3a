import { faultOf, type IdentityDocument, normalise, recognise } from '@/domain/documents'
import { isOurs, normalTubeCode, validTubeCode } from '@/domain/tubeCode'
import { type Purpose, type SwabLane, type TubeRefusal, tubeRefusal } from '@/domain/tubeRules'
import type { RosterEntry } from '../device/roster'
import type { Subject } from '../gate/pass'
import type { Fact, SamplingKind, Summary } from '../queue/outbox'
import { openRounds, poolOf, type SamplingAnswer, type SamplingSheet } from './sheet'
import {
  asked,
  type Candidate,
  type Guardian,
  isChild,
  isFull,
  keyOf,
  laneOf,
  live,
  queueFact,
  refusalFact,
  ruled,
  sealFact,
  type Setting,
  shownName,
  type Swab,
  swabFact,
  type Tube,
  undoFact,
  type Where,
} from './tube'
import type { Along, Bench, Tubes } from './tubes'
import type { SamplingView, SwabFault } from './view'

export interface DeskPorts {
  find(type: string, value: string): Promise<RosterEntry | null>
  add(fact: Fact, summary: Summary, along: Along | null): Promise<void>
  where(): Where
  newId(): string
  /** World milliseconds. */
  now(): number
  /** Milliseconds that no setting of a clock moves. */
  steadyNow(): number
  sound(kind: 'recorded' | 'full' | 'touch' | 'trouble'): void
}

/** A scanner that reads the same card twice in one movement means it once. */
const BOUNCE_MS = 1_000
/** A tube of one is sealed by itself after this while, unless its swab is undone. */
const SINGLE_MS = 20_000

/**
 * One registrar, tubes, and a queue of people. Each answer on the screen stands for a fact that lies
 * in the outbox already; a refused swab is no fact. Calls must come one after the other.
 */
export class Desk {
  private readonly tubes = new Map<string, Tube>()
  private lastPerson = { key: '', at: 0 }

  constructor(
    readonly view: SamplingView,
    private readonly store: Tubes,
    private readonly sheet: SamplingSheet,
    private readonly ports: DeskPorts,
  ) {}

  async load(): Promise<void> {
    const [{ tubes, bench }, head] = await Promise.all([
      this.store.load(this.ports.now()),
      this.sheet.load(),
    ])
    this.tubes.clear()
    for (const tube of tubes) this.tubes.set(tube.code, tube)
    const { view } = this
    view.sheet = head
    view.lane = bench.lane
    view.purpose = bench.purpose
    view.round = bench.round
    view.size = bench.size
    view.desk = bench.desk
    view.current = this.open(bench.current)
    view.aside = bench.aside.flatMap((code) => this.open(code) ?? [])
  }

  async replaceSheet(answer: SamplingAnswer): Promise<void> {
    this.view.sheet = await this.sheet.replace(answer)
  }

  async wipe(): Promise<void> {
    this.tubes.clear()
    Object.assign(this.view, { current: null, aside: [], last: null, sheet: null, conflicts: [] })
    this.settle()
    await this.store.wipe()
    await this.sheet.wipe()
  }

  // What was scanned

  /** A line of a scanner, the camera or the keys: a person or a tube. */
  async scanned(text: string, method: 'scan' | 'typed' = 'scan'): Promise<void> {
    if (this.view.elsewhere) return this.refuse('elsewhere', '')
    const document = recognise(text)
    if (document !== null) return this.document(document, method)
    const code = normalTubeCode(text)
    if (isOurs(code) || this.tubes.has(code)) return this.tubeCode(code)
    const entry = await this.ports.find('badge', text.trim())
    if (entry !== null) return this.person({ known: true, entry }, method)
    this.refuse('unknown_code', code.slice(0, 40))
  }

  /** A document of a stated kind, typed by hand; the fault if it can't be one. */
  async typed(document: IdentityDocument): Promise<`document_${string}` | null> {
    const number = normalise(document.type, document.number)
    const fault = faultOf({ type: document.type, number })
    if (this.view.elsewhere) {
      this.refuse('elsewhere', '')
      return null
    }
    if (fault !== null) return `document_${fault}`
    await this.document({ type: document.type, number }, 'typed')
    return null
  }

  private async document(given: IdentityDocument, method: 'scan' | 'typed'): Promise<void> {
    const document = { type: given.type, number: normalise(given.type, given.number) }
    const fault = faultOf(document)
    if (fault !== null) return this.refuse(`document_${fault}`, '')
    const entry = await this.ports.find(document.type, document.number)
    const subject: Subject = entry
      ? { known: true, entry }
      : { known: false, document, name: null, phone: null }
    await this.person(subject, method)
  }

  /** A code that a person says is a tube's, though it isn't one of ours. */
  async tubeCode(text: string): Promise<void> {
    const code = normalTubeCode(text)
    const { view } = this
    if (!validTubeCode(code)) return this.refuse('tube_code_invalid', code.slice(0, 40))
    const known = this.tubes.get(code)
    if (known?.sealed) return this.refuse('tube_sealed', code)
    await this.sealSingles()
    const { current, waits } = view
    const beside = waits?.beside ?? null
    view.refusing = null
    if (current?.code === code) {
      this.settle()
      return this.answer('touch')
    }
    const begun = known !== undefined && live(known).length > 0
    if (beside === null && !begun && current !== null && live(current).length > 0) {
      this.refuse(isFull(current) ? 'seal_first' : 'tube_unfinished', current.code)
      Object.assign(view, { nextCode: code, waits })
      return
    }
    await this.takeInHand(known ?? this.fresh(code, beside ?? this.nextSize()))
  }

  private fresh(code: string, size: number): Tube {
    const openedAt = new Date(this.ports.now()).toISOString()
    return { code, size, sealed: false, openedAt, round: this.round(), swabs: [] }
  }

  private async takeInHand(tube: Tube): Promise<void> {
    const { view } = this
    const { current, waits } = view
    const aside = view.aside.filter((each) => each.code !== tube.code)
    if (current !== null && live(current).length > 0) aside.push(current)
    this.tubes.set(tube.code, tube)
    view.aside = aside
    view.current = tube
    this.settle()
    await this.store.keep(tube, this.bench())
    if (waits !== null) await this.register(waits.candidate)
    else this.answer('touch')
  }

  // People

  private async person(subject: Subject, method: 'scan' | 'typed'): Promise<void> {
    const { view } = this
    const key = keyOf(subject)
    if (view.refusing !== null) {
      this.settle()
      view.refusing = { subject, name: shownName(subject) }
      return this.answer('touch')
    }
    const now = this.ports.steadyNow()
    if (this.lastPerson.key === key && now - this.lastPerson.at < BOUNCE_MS) return
    this.lastPerson = { key, at: now }
    await this.sealSingles()
    await this.register(this.candidate(subject, method))
  }

  private candidate(subject: Subject, method: 'scan' | 'typed'): Candidate {
    const key = keyOf(subject)
    const listed = subject.known ? this.sheet.person(subject.entry.id) : null
    const at = new Date(this.ports.now()).toISOString()
    return {
      subject,
      key,
      name: shownName(subject),
      pool: listed?.pool ?? this.usualPool(),
      household: listed?.household ?? null,
      group: listed?.group ?? null,
      child: subject.known ? (listed?.child ?? false) : isChild(subject.document, at),
      testedInRound: false, // asked when it comes to the tube
      method,
      guardian: null,
    }
  }

  /** By what this device did itself, else by what the server said; the newer word counts. */
  private tested({ subject, key }: Candidate): boolean {
    const round = this.round()
    if (round === null) return false
    const own = [...this.tubes.values()].flatMap((t) => t.swabs).filter((s) => s.person === key)
    if (own.some((swab) => !swab.undone && swab.round === round)) return true
    const asOf = Date.parse(this.view.sheet?.asOf ?? '') || 0
    const undoneSince = own.some((s) => s.undoneAt !== null && Date.parse(s.undoneAt) > asOf)
    const said = subject.known && this.sheet.person(subject.entry.id)?.tested
    return Boolean(said) && !undoneSince
  }

  private async register(given: Candidate, purpose = this.purpose()): Promise<void> {
    const { view } = this
    const candidate = { ...given, testedInRound: this.tested(given) }
    const tube = view.current
    if (tube === null) {
      this.refuse('no_tube', candidate.name, candidate)
      view.waits = { candidate, beside: null }
      return
    }
    const setting = this.setting(purpose)
    const refusal = tubeRefusal(ruled(tube), asked(candidate, setting))
    if (refusal === 'guardian_missing') {
      this.settle()
      view.guardianFor = candidate
      this.answer('touch')
    } else if (refusal !== null) {
      this.refuse(refusal, candidate.name, candidate)
      if (refusal === 'tube_full') view.waits = { candidate, beside: null }
    } else {
      await this.record(candidate, tube, setting)
    }
  }

  private async record(candidate: Candidate, tube: Tube, setting: Setting): Promise<void> {
    const swab: Swab = {
      id: this.ports.newId(),
      at: new Date(this.ports.now()).toISOString(),
      person: candidate.key,
      name: candidate.name,
      household: candidate.household,
      group: candidate.group,
      purpose: setting.purpose,
      lane: setting.lane,
      round: setting.round,
      undone: false,
      undoneAt: null,
    }
    const filled = { ...tube, swabs: [...tube.swabs, swab] }
    const position = live(filled).length
    const fact = swabFact(swab, tube, candidate, setting, this.ports.where())
    await this.add(fact, 'swab', swab.name, `${tube.code} · ${position}/${tube.size}`, filled)
    const { view } = this
    this.settle()
    view.swabsToday++
    view.last = {
      swab: swab.id,
      tube: tube.code,
      name: swab.name,
      position,
      size: tube.size,
      undone: false,
      single: tube.size === 1,
    }
    // A tube of one is done: the one laid aside for it comes back.
    if (tube.size === 1) await this.layAway(filled)
    this.answer(position >= tube.size && tube.size > 1 ? 'full' : 'recorded')
  }

  private async layAway(tube: Tube): Promise<void> {
    this.backToLastAside()
    await this.store.keep(tube, this.bench())
  }

  private backToLastAside(): void {
    const { view } = this
    const fitting = view.aside.filter((tube) => (laneOf(tube) ?? view.lane) === view.lane)
    const back = fitting[fitting.length - 1] ?? null
    view.current = back
    view.aside = view.aside.filter((tube) => tube !== back)
  }

  async withGuardian(guardian: Guardian): Promise<void> {
    const candidate = this.view.guardianFor
    if (candidate === null || guardian.name.trim() === '') return
    await this.register({ ...candidate, guardian: { ...guardian, name: guardian.name.trim() } })
  }

  /** Another tube for whom the rules keep out of this one; this one lies aside meanwhile. */
  anotherTube(): void {
    const { view } = this
    const candidate = view.refused
    if (candidate === null) return
    const beside = Math.min(asked(candidate, this.setting(this.purpose())).pool, this.nextSize())
    this.settle()
    view.waits = { candidate, beside }
    this.answer('touch')
  }

  /** Meant to be a second swab 双采. */
  async doubleSwab(): Promise<void> {
    const candidate = this.view.refused
    if (candidate !== null) await this.register(candidate, 'double')
  }

  // Taking back, sealing

  /** Takes one swab back, with one touch; whoever it was is missing again. */
  async undo(swabId: string): Promise<void> {
    const tube = [...this.tubes.values()].find((t) => t.swabs.some((s) => s.id === swabId))
    const swab = tube?.swabs.find((each) => each.id === swabId)
    if (!tube || !swab || swab.undone) return
    const at = new Date(this.ports.now()).toISOString()
    const swabs = tube.swabs.map((s) => (s === swab ? { ...s, undone: true, undoneAt: at } : s))
    const { place } = this.ports.where()
    const fact = undoFact(this.ports.newId(), at, swab, place)
    await this.add(fact, 'undo', swab.name, tube.code, { ...tube, swabs })
    const { view } = this
    this.settle()
    this.lastPerson = { key: '', at: 0 }
    view.swabsToday = Math.max(0, view.swabsToday - 1)
    if (view.last?.swab === swabId) view.last = { ...view.last, undone: true }
    this.answer('touch')
  }

  /** Seals the tube in hand; the next one opens at once if its code is here already. */
  async seal(): Promise<void> {
    const { view } = this
    const { current, nextCode, waits } = view
    if (current === null || live(current).length === 0) return
    await this.sealTube(current)
    this.settle()
    view.last = null
    if (nextCode === null) this.backToLastAside()
    else view.current = this.tubes.get(nextCode) ?? this.fresh(nextCode, this.nextSize())
    if (view.current !== null) this.tubes.set(view.current.code, view.current)
    await this.store.keep(view.current, this.bench())
    if (waits === null) return this.answer('touch')
    await this.register(waits.candidate)
  }

  private async sealTube(tube: Tube): Promise<void> {
    const at = new Date(this.ports.now()).toISOString()
    const fact = sealFact(this.ports.newId(), at, tube, this.ports.where().place)
    const detail = `${live(tube).length}/${tube.size}`
    await this.add(fact, 'seal', tube.code, detail, { ...tube, sealed: true })
    this.view.sealedToday++
  }

  /** Tubes of one whose swab nobody undid. With an age: only those that old. */
  async sealSingles(olderThan = 0): Promise<void> {
    const until = this.ports.now() - olderThan
    for (const tube of this.tubes.values()) {
      if (tube.size !== 1 || tube.sealed || tube === this.view.current) continue
      const [swab] = live(tube)
      if (swab && Date.parse(swab.at) <= until) await this.sealTube(tube)
    }
  }

  sealOldSingles(): Promise<void> {
    return this.sealSingles(SINGLE_MS)
  }

  /** Back to a tube that lies aside. */
  async back(code: string): Promise<void> {
    const tube = this.view.aside.find((each) => each.code === code)
    if (tube) await this.takeInHand(tube)
  }

  /** The fault has been read: on with the tube in hand. */
  dismiss(): void {
    this.settle()
    this.view.refusing = null
  }

  /** The tube in hand waits unsealed beside the one whose code came. */
  async layAside(): Promise<void> {
    const code = this.view.nextCode
    if (code === null) return
    await this.takeInHand(this.tubes.get(code) ?? this.fresh(code, this.nextSize()))
  }

  // What goes for all

  async setLane(lane: SwabLane): Promise<void> {
    const { view } = this
    view.lane = lane
    const { current } = view
    this.settle()
    if (current !== null && (laneOf(current) ?? lane) !== lane) {
      view.current = null
      this.backToLastAside()
      view.aside = [...view.aside, current]
    }
    await this.store.keep(null, this.bench())
    this.answer('touch')
  }

  async set(
    change: Partial<{
      purpose: Purpose | null
      round: string | null
      size: number | null
      desk: string | null
    }>,
  ): Promise<void> {
    Object.assign(this.view, change)
    await this.store.keep(null, this.bench())
  }

  // Refusals and the queue

  beginRefusal(): void {
    this.settle()
    this.view.refusing = { subject: null, name: '' }
  }

  async recordRefusal(reason: string): Promise<void> {
    const refusing = this.view.refusing
    if (refusing?.subject == null || reason.trim() === '') return
    const at = new Date(this.ports.now()).toISOString()
    const said = { round: this.round(), reason: reason.trim() }
    const { place } = this.ports.where()
    const fact = refusalFact(this.ports.newId(), at, refusing.subject, said, place)
    await this.add(fact, 'refusal', refusing.name, said.reason, null)
    this.view.refusing = null
    this.answer('touch')
  }

  async tellQueue(length: number): Promise<void> {
    const at = new Date(this.ports.now()).toISOString()
    const fact = queueFact(this.ports.newId(), at, length, this.ports.where().place)
    await this.add(fact, 'queue', String(length), '', null)
    this.answer('touch')
  }

  // Within

  round(): string | null {
    const open = openRounds(this.view.sheet, this.ports.now())
    const chosen = open.find((round) => round.id === this.view.round)
    return (chosen ?? open[0])?.id ?? null
  }

  purpose(): Purpose {
    return this.view.purpose ?? (this.round() === null ? 'calendar' : 'round')
  }

  usualPool(): number {
    const id = this.round()
    return poolOf(this.view.sheet?.rounds.find((round) => round.id === id) ?? null)
  }

  nextSize(): number {
    if (this.purpose() === 'positive_follow_up') return 1
    return this.view.size ?? this.usualPool()
  }

  /** A re-swab after a positive tube is nobody's turn in a round. */
  private setting(purpose: Purpose): Setting {
    const { lane, desk } = this.view
    const round = purpose === 'positive_follow_up' ? null : this.round()
    return { round, purpose, lane, desk }
  }

  private bench(): Bench {
    const { current, aside, lane, purpose, round, size, desk } = this.view
    const codes = aside.map((tube) => tube.code)
    return { current: current?.code ?? null, aside: codes, lane, purpose, round, size, desk }
  }

  private open(code: string | null): Tube | null {
    const tube = code === null ? undefined : this.tubes.get(code)
    return tube === undefined || tube.sealed ? null : tube
  }

  /** The fact and the tube it changes, in one commit; only then the screen may answer. */
  private async add(
    fact: Fact,
    kind: SamplingKind,
    title: string,
    detail: string,
    tube: Tube | null,
  ): Promise<void> {
    const summary: Summary = { title, detail, action: null, direction: null, kind }
    const along = tube && (await this.store.along(tube, this.bench()))
    await this.ports.add(fact, summary, along)
    if (tube !== null) this.show(tube)
  }

  private show(tube: Tube): void {
    const { view } = this
    this.tubes.set(tube.code, tube)
    if (view.current?.code === tube.code) view.current = tube
    view.aside = view.aside
      .map((each) => (each.code === tube.code ? tube : each))
      .filter((each) => !each.sealed)
  }

  /** The disk didn't take it: nothing was recorded, and the registrar must know. */
  notStored(): void {
    this.lastPerson = { key: '', at: 0 }
    this.refuse('not_stored', '')
  }

  private settle(): void {
    Object.assign(this.view, {
      fault: null,
      about: '',
      refused: null,
      waits: null,
      nextCode: null,
      guardianFor: null,
    })
  }

  private refuse(fault: SwabFault | TubeRefusal, about: string, refused?: Candidate): void {
    this.settle()
    Object.assign(this.view, { fault, about, refused: refused ?? null })
    this.answer('trouble')
  }

  private answer(sound: 'recorded' | 'full' | 'touch' | 'trouble'): void {
    this.view.answers++
    this.ports.sound(sound)
  }
}
