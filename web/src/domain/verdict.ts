/**
 * The gate's verdict on the device: the same pure function as the server's `VerdictRules`, kept
 * equal by `server/src/main/resources/golden/gate-verdicts.json`, which both test suites run.
 *
 * One named function per check, each adding its reason when it fails; the action is that of the most
 * severe reason. Leaving asks identity and restrictions alone. What a check can't find in the
 * edition never passes by itself: it adds `edition_missing`.
 */

/** From the mildest to the most severe: the order is the rule. */
export const GATE_ACTIONS = ['pass', 'manual', 're_measure', 'test_first', 'hold', 'deny'] as const
export type GateAction = (typeof GATE_ACTIONS)[number]

export type ReasonCategory =
  | 'emergency'
  | 'health_code'
  | 'temperature'
  | 'test'
  | 'trip'
  | 'identity'
  | 'restriction'
  | 'missing_field'
  | 'escort'
  | 'check'
  | 'override'

/** In the order of the checks, which sorts reasons of equal severity. */
const CATEGORY_OF = {
  emergency_pass: 'emergency',
  evacuation: 'emergency',
  restriction_hold: 'restriction',
  restriction_barred: 'restriction',
  restriction_test_first: 'restriction',
  restriction_watched: 'restriction',
  colour_red: 'health_code',
  colour_orange: 'health_code',
  colour_yellow: 'health_code',
  colour_expired: 'health_code',
  colour_unknown: 'health_code',
  colour_check_failed: 'health_code',
  colour_timed_out: 'health_code',
  colour_missing: 'health_code',
  temperature_high: 'temperature',
  temperature_high_again: 'temperature',
  temperature_missing: 'temperature',
  temperature_implausible: 'temperature',
  test_positive: 'test',
  test_expired: 'test',
  test_missing: 'test',
  test_pending: 'test',
  trip_risk: 'trip',
  trip_unknown: 'trip',
  trip_missing: 'trip',
  person_unknown: 'identity',
  person_provisional: 'identity',
  roster_stale: 'check',
  edition_missing: 'check',
  class_missing: 'missing_field',
  reason_missing: 'missing_field',
  host_missing: 'missing_field',
  escort_missing: 'escort',
  override_in_force: 'override',
  override_expired: 'override',
} as const satisfies Record<string, ReasonCategory>

export type ReasonCode = keyof typeof CATEGORY_OF

const ORDER = Object.fromEntries(Object.keys(CATEGORY_OF).map((code, i) => [code, i])) as Record<
  ReasonCode,
  number
>

export const CLASSES = ['shift_worker', 'visitor', 'contractor', 'driver', 'villager'] as const
export type ClassOfPerson = (typeof CLASSES)[number]

export const COLOURS = [
  'green',
  'yellow',
  'orange',
  'red',
  'expired',
  'unknown',
  'check_failed',
  'timed_out',
  'none',
] as const
export type Colour = (typeof COLOURS)[number]

export const TRIP_CARDS = ['clear', 'starred', 'risk', 'unknown', 'none'] as const
export type TripCard = (typeof TRIP_CARDS)[number]

export const EMERGENCIES = ['ambulance', 'fire', 'evacuation', 'medical'] as const
export type Emergency = (typeof EMERGENCIES)[number]

export type Direction = 'in' | 'out'

export interface TestShown {
  sampledAt?: string | null
  reportedAt?: string | null
  result?: string | null
}

/** What the guard saw, as far as the verdict looks at it; words unknown to us are judged unknown. */
export interface PassSeen {
  direction?: string | null
  colour?: string | null
  temperatures?: readonly number[] | null
  tripCard?: string | null
  test?: TestShown | null
  reason?: string | null
  host?: string | null
  escort?: string | null
  classOfPerson?: string | null
  emergency?: string | null
  at: string
}

/** What is neither barred, nor test first, nor watched, holds. */
export interface Restriction {
  kind: string
  since?: string | null
  until?: string | null
  /** Rests on an official code alone: what the code shows now goes before it. */
  byCode?: boolean | null
}

export interface Override {
  reasons: readonly string[]
  from?: string | null
  until: string
}

export type RuleValue = number | string | boolean | null | readonly unknown[] | object
export type Rules = Readonly<Record<string, RuleValue>>

export interface GateQuestion {
  fact: PassSeen
  person: { known: boolean; provisional?: boolean | null; classOfPerson?: string | null }
  restrictions?: readonly Restriction[] | null
  override?: Override | null
  evacuation?: boolean | null
  rules: Rules
  edition?: string | null
  rosterAgeHours?: number | null
}

export interface Reason {
  code: ReasonCode
  category: ReasonCategory
  rule?: string
  value?: unknown
  limit?: number
}

export interface Verdict {
  action: GateAction
  reasons: Reason[]
  edition: string | null
}

interface Failed extends Reason {
  asks: GateAction
}

const HOUR = 3_600_000

export function judge(question: GateQuestion): Verdict {
  return new VerdictRules(question).verdict()
}

/** The fields a class must show at this gate; what the edition doesn't know is asked for nothing. */
export function mandatoryFields(rules: Rules, classOfPerson: string | null | undefined): string[] {
  const list = classOfPerson ? rules[`gate.mandatory.${classOfPerson}`] : null
  return Array.isArray(list) ? list.map(String) : []
}

export function severity(action: GateAction): number {
  return GATE_ACTIONS.indexOf(action)
}

class VerdictRules {
  private readonly failed: Failed[] = []
  private readonly pass: PassSeen
  private readonly at: number
  private readonly editionId: string | null

  constructor(private readonly question: GateQuestion) {
    this.pass = question.fact
    this.at = Date.parse(question.fact.at)
    this.editionId = question.edition && question.edition.trim() !== '' ? question.edition : null
  }

  verdict(): Verdict {
    this.emergency()
    this.evacuation()
    this.restrictions()
    this.identity()
    if (!this.outward) this.entering()
    const action = this.action()
    this.failed.sort(mostSevereFirst)
    return { action, reasons: this.failed.map(withoutAsks), edition: this.editionId }
  }

  private get outward(): boolean {
    return this.pass.direction === 'out'
  }

  private entering(): void {
    if (this.editionId === null) this.missingRule('edition')
    this.roster()
    const visitClass = this.classOfPerson()
    const mandatory = this.mandatoryFor(visitClass)
    this.colour(mandatory.has('colour'))
    this.temperature(mandatory.has('temperature'))
    this.test(visitClass, mandatory.has('test'))
    this.trip(mandatory.has('tripCard'))
    this.stated(this.pass.reason, mandatory.has('reason'), 'reason_missing')
    this.stated(this.pass.host, mandatory.has('host'), 'host_missing')
    this.stated(this.pass.escort, mandatory.has('escort'), 'escort_missing')
  }

  /** Life first: the gate opens, everything else is for the record. */
  private emergency(): void {
    const kind = this.pass.emergency
    if (kind && (EMERGENCIES as readonly string[]).includes(kind))
      this.add('emergency_pass', 'pass')
  }

  private evacuation(): void {
    if (this.question.evacuation) this.add('evacuation', 'pass')
  }

  /**
   * Holds and bars count in both directions, each kind once. A test is asked for at the entrance
   * only, and not of somebody who shows one. What rests on an official code alone is left to the
   * code that is shown now.
   */
  private restrictions(): void {
    const kinds = new Set(
      (this.question.restrictions ?? [])
        .filter((r) => inForce(r, this.at))
        .filter((r) => !overtaken(r, this.pass.colour))
        .filter((r) => r.kind !== 'test_first' || !this.testedSince(r))
        .map((r) => (GRADED.has(r.kind) ? r.kind : 'hold')),
    )
    if (kinds.has('hold')) this.add('restriction_hold', 'hold')
    if (kinds.has('barred')) this.add('restriction_barred', 'deny')
    if (kinds.has('test_first') && !this.outward) this.add('restriction_test_first', 'test_first')
    if (kinds.has('watched')) this.add('restriction_watched', 'pass')
  }

  private testedSince(restriction: Restriction): boolean {
    const test = this.pass.test
    if (!test || test.result !== 'negative' || !test.sampledAt) return false
    const sampled = Date.parse(test.sampledAt)
    return sampled <= this.at && (!restriction.since || sampled > Date.parse(restriction.since))
  }

  /** Nobody is kept in for want of papers. */
  private identity(): void {
    const asks = this.outward ? 'pass' : 'manual'
    if (!this.question.person.known) this.add('person_unknown', asks)
    else if (this.question.person.provisional) this.add('person_provisional', asks)
  }

  private roster(): void {
    const age = this.question.rosterAgeHours
    if (age === null || age === undefined) return
    const key = 'gate.roster.max_age_hours'
    const limit = this.number(key)
    if (limit === null) this.missingRule(key)
    else if (age > limit) this.add('roster_stale', 'manual', key, age, limit)
  }

  /** The roster's class wins; a guard's word counts for people the roster doesn't know. */
  private classOfPerson(): string | null {
    const visitClass = this.question.person.classOfPerson ?? this.pass.classOfPerson
    if (!visitClass || visitClass.trim() === '') {
      this.add('class_missing', 'manual')
      return null
    }
    return visitClass
  }

  private mandatoryFor(visitClass: string | null): Set<string> {
    if (visitClass === null) return new Set()
    const key = `gate.mandatory.${visitClass}`
    const list = this.question.rules[key]
    if (!Array.isArray(list)) {
      this.missingRule(key)
      return new Set()
    }
    return new Set(list.map(String))
  }

  /** Green and yellow may pass by rule; a check that told nothing may not. */
  private colour(mandatory: boolean): void {
    const shown = this.pass.colour ?? (mandatory ? 'none' : null)
    if (shown === null) return
    const code = colourCode(shown)
    const key = `gate.colour.action.${code === 'colour_unknown' ? 'unknown' : shown}`
    const asks = this.actionOf(key)
    if (code === 'colour_yellow' && asks === 'pass') return
    if (code !== null) this.add(code, worse(asks, 'manual'), key, shown)
    else if (asks !== 'pass' && this.ruleAction(key) !== null)
      this.add('colour_unknown', asks, key, shown)
  }

  /** One high reading may be measured again; the second holds. */
  private temperature(mandatory: boolean): void {
    const readings = this.pass.temperatures ?? []
    if (readings.length === 0) {
      if (mandatory) this.add('temperature_missing', 're_measure')
      return
    }
    const limit = this.needed('gate.temperature.limit')
    const min = this.needed('gate.temperature.min')
    const max = this.needed('gate.temperature.max')
    if (limit === null || min === null || max === null) return
    let high = 0
    let lastHigh = false
    let highest = 0
    for (const reading of readings) {
      if (reading >= min && reading <= max) {
        lastHigh = reading >= limit
        if (lastHigh) high++
        highest = Math.max(highest, reading)
      }
    }
    if (high >= 2)
      this.add('temperature_high_again', 'hold', 'gate.temperature.limit', highest, limit)
    else if (lastHigh)
      this.add('temperature_high', 're_measure', 'gate.temperature.limit', highest, limit)
    const last = readings[readings.length - 1]
    if (!(last >= min && last <= max)) {
      const low = last < min
      const key = low ? 'gate.temperature.min' : 'gate.temperature.max'
      this.add('temperature_implausible', 're_measure', key, last, low ? min : max)
    }
  }

  /** A positive test counts for everybody; its age only where the edition asks the class for one. */
  private test(visitClass: string | null, mandatory: boolean): void {
    const test = this.pass.test
    if (test && test.result === 'positive') {
      this.add('test_positive', 'deny')
      return
    }
    const key = `gate.test.max_age_hours.${visitClass}`
    const limit = visitClass === null ? null : this.number(key)
    if (limit === null && !mandatory) return
    if (!test)
      this.add('test_missing', 'test_first', limit === null ? undefined : key, undefined, limit)
    else if (test.result !== 'negative') this.add('test_pending', 'test_first')
    else if (limit !== null) this.testAge(test, key, limit)
  }

  private testAge(test: TestShown, key: string, limit: number): void {
    const from = this.word('gate.test.counts_from')
    if (from === null) {
      this.missingRule('gate.test.counts_from')
      return
    }
    const counted = from === 'report' && test.reportedAt ? test.reportedAt : test.sampledAt
    if (!counted) this.add('test_missing', 'test_first', key, undefined, limit)
    else if (Date.parse(counted) > this.at) this.add('test_pending', 'test_first')
    else {
      const hours = (this.at - Date.parse(counted)) / HOUR
      if (hours > limit) this.add('test_expired', 'test_first', key, hours, limit)
    }
  }

  /** A star alone is at most a reason to ask, whatever the edition says. */
  private trip(mandatory: boolean): void {
    const shown = this.pass.tripCard ?? (mandatory ? 'none' : null)
    if (shown === null || shown === 'clear') return
    const key = `gate.trip.action.${shown}`
    switch (shown) {
      case 'starred':
        if (this.actionOf(key) !== 'pass') this.add('trip_unknown', 'manual', key, shown)
        return
      case 'risk':
        this.add('trip_risk', worse(this.actionOf(key), 'manual'), key, shown)
        return
      case 'none':
        if (this.actionOf(key) !== 'pass')
          this.add('trip_missing', worse(this.actionOf(key), 'manual'), key, shown)
        return
      default: {
        const unknown = 'gate.trip.action.unknown'
        this.add('trip_unknown', worse(this.actionOf(unknown), 'manual'), unknown, shown)
      }
    }
  }

  private stated(text: string | null | undefined, mandatory: boolean, missing: ReasonCode): void {
    if (mandatory && (!text || text.trim() === '')) this.add(missing, 'manual')
  }

  private action(): GateAction {
    const reasons = [...this.failed]
    const opened = reasons.some((r) => opensTheGate(r.code))
    const override = this.question.override
    let lifted: Failed[] = []
    if (override && (!override.from || this.at >= Date.parse(override.from))) {
      const covered = reasons.filter((r) => covers(override, r))
      const ended = this.at >= Date.parse(override.until)
      if (covered.length > 0) this.add(ended ? 'override_expired' : 'override_in_force', 'pass')
      lifted = ended ? [] : covered
    }
    if (opened) return 'pass'
    return reasons
      .filter((r) => !lifted.includes(r))
      .reduce<GateAction>((worst, r) => worse(worst, r.asks), 'pass')
  }

  private number(key: string): number | null {
    const value = this.question.rules[key]
    return typeof value === 'number' ? value : null
  }

  private word(key: string): string | null {
    const value = this.question.rules[key]
    return typeof value === 'string' ? value : null
  }

  private ruleAction(key: string): GateAction | null {
    const value = this.word(key)
    return value !== null && (GATE_ACTIONS as readonly string[]).includes(value)
      ? (value as GateAction)
      : null
  }

  /** The action of a rule that must be there; without it a person has to look. */
  private actionOf(key: string): GateAction {
    const action = this.ruleAction(key)
    if (action === null) {
      this.missingRule(key)
      return 'manual'
    }
    return action
  }

  private needed(key: string): number | null {
    const value = this.number(key)
    if (value === null) this.missingRule(key)
    return value
  }

  /** Once is enough, however many values are missing. */
  private missingRule(key: string): void {
    if (!this.failed.some((r) => r.code === 'edition_missing'))
      this.add('edition_missing', 'manual', key)
  }

  private add(
    code: ReasonCode,
    asks: GateAction,
    rule?: string,
    value?: unknown,
    limit?: number | null,
  ): void {
    const reason: Failed = { code, category: CATEGORY_OF[code], asks }
    if (rule !== undefined) reason.rule = rule
    if (value !== undefined) reason.value = value
    if (limit !== undefined && limit !== null) reason.limit = limit
    this.failed.push(reason)
  }
}

const GRADED = new Set(['barred', 'test_first', 'watched'])

/** The official colours, as they are seen. */
const CODES = new Set(['green', 'yellow', 'orange', 'red'])

/** Whether what the code shows now goes before a restriction. */
export function overtaken(restriction: Restriction, colour: string | null | undefined): boolean {
  return !!restriction.byCode && CODES.has(colour ?? '')
}

/** Whether a restriction counts at a time, in milliseconds. */
export function inForce(restriction: Restriction, at: number): boolean {
  return (
    (!restriction.since || at >= Date.parse(restriction.since)) &&
    (!restriction.until || at < Date.parse(restriction.until))
  )
}

function colourCode(shown: string): ReasonCode | null {
  switch (shown) {
    case 'green':
      return null
    case 'yellow':
    case 'orange':
    case 'red':
    case 'expired':
    case 'check_failed':
    case 'timed_out':
      return `colour_${shown}`
    case 'none':
      return 'colour_missing'
    default:
      return 'colour_unknown'
  }
}

function opensTheGate(code: ReasonCode): boolean {
  return code === 'emergency_pass' || code === 'evacuation'
}

/** Red codes and positive tests are nobody's to override; neither is a measurement not made. */
function covers(override: Override, reason: Failed): boolean {
  return (
    override.reasons.includes(reason.code) &&
    reason.code !== 'colour_red' &&
    reason.code !== 'test_positive' &&
    (reason.asks === 'test_first' || reason.asks === 'hold' || reason.asks === 'manual')
  )
}

function worse(a: GateAction, b: GateAction): GateAction {
  return severity(a) >= severity(b) ? a : b
}

function mostSevereFirst(a: Failed, b: Failed): number {
  return (
    Number(!opensTheGate(a.code)) - Number(!opensTheGate(b.code)) ||
    severity(b.asks) - severity(a.asks) ||
    ORDER[a.code] - ORDER[b.code]
  )
}

function withoutAsks({ code, category, rule, value, limit }: Failed): Reason {
  return {
    code,
    category,
    ...(rule === undefined ? {} : { rule }),
    ...(value === undefined ? {} : { value }),
    ...(limit === undefined ? {} : { limit }),
  }
}
