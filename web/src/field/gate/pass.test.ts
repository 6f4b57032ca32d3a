import { describe, expect, it } from 'vitest'
import type { RosterHead } from '../device/roster'
import { begin, type Draft, factOf, stepOf, type Subject, verdictOf } from './pass'

const HEAD: RosterHead = {
  edition: 'e1',
  rules: {
    'gate.temperature.limit': 37.3,
    'gate.temperature.min': 34,
    'gate.temperature.max': 43,
    'gate.test.counts_from': 'sample',
    'gate.test.max_age_hours.visitor': 48,
    'gate.colour.action.green': 'pass',
    'gate.colour.action.red': 'deny',
    'gate.trip.action.clear': 'pass',
    'gate.mandatory.shift_worker': ['colour', 'temperature'],
    'gate.mandatory.visitor': ['colour', 'temperature', 'tripCard', 'test', 'reason', 'host'],
    'gate.roster.max_age_hours': 24,
  },
  asOf: '2022-03-08T00:00:00Z',
  expiresAt: '2022-03-09T00:00:00Z',
  place: { id: 'gate', name: '东门' },
  lanes: ['1'],
  evacuation: false,
  people: 1,
  holdingRoom: null,
}
const WORKER: Subject = {
  known: true,
  entry: { key: 'k', id: 'person', name: '王小二', classOfPerson: 'shift_worker' },
}
const STRANGER: Subject = {
  known: false,
  document: { type: 'resident_id', number: '62012119000101001X' },
  name: null,
  phone: null,
}

function start(subject: Subject, change: Partial<Draft> = {}): Draft {
  const at = '2022-03-08T00:10:00Z'
  return {
    ...begin({ id: 'fact', at, subject, method: 'scan', direction: 'in', lane: '1' }),
    ...change,
  }
}

describe('what the guard is asked', () => {
  it('asks a known shift worker for a temperature and nothing else', () => {
    expect(stepOf(start(WORKER), HEAD)).toBe('temperature')
    expect(stepOf(start(WORKER, { temperatures: [36.5] }), HEAD)).toBe('decide')
    expect(verdictOf(start(WORKER, { temperatures: [36.5] }), HEAD).action).toBe('pass')
  })
  it('measures again once, then decides', () => {
    expect(stepOf(start(WORKER, { temperatures: [37.6] }), HEAD)).toBe('re_measure')
    expect(stepOf(start(WORKER, { temperatures: [37.6, 37.5] }), HEAD)).toBe('decide')
    expect(stepOf(start(WORKER, { temperatures: [29.9] }), HEAD)).toBe('re_measure')
    expect(stepOf(start(WORKER, { temperatures: [29.9, 36.4] }), HEAD)).toBe('decide')
  })
  it('asks a stranger for name, class and then only what the class needs', () => {
    const steps = []
    let draft = start(STRANGER)
    const answers: Partial<Draft>[] = [
      { subject: { ...STRANGER, name: '李四' } as Subject },
      { classOfPerson: 'visitor' },
      { colour: 'green' },
      { temperatures: [36.5] },
      { tripCard: 'clear' },
      { test: { sampledAt: '2022-03-07T12:00:00Z', result: 'negative' } },
      { reason: '检修' },
      { host: '生产部' },
    ]
    for (const answer of answers) {
      steps.push(stepOf(draft, HEAD))
      draft = { ...draft, ...answer }
    }
    expect(steps).toEqual([
      'name',
      'class',
      'colour',
      'temperature',
      'trip',
      'test',
      'reason',
      'host',
    ])
    expect(stepOf(draft, HEAD)).toBe('decide')
    expect(verdictOf(draft, HEAD).reasons.map((r) => r.code)).toEqual(['person_unknown'])
  })
  it('does not fill in the code of anybody but a known shift worker', () => {
    expect(start(STRANGER).colour).toBeNull()
    expect(
      start({ known: true, entry: { ...WORKER.entry, classOfPerson: 'visitor' } }).colour,
    ).toBeNull()
  })
  it('keeps nobody standing for questions who will be denied, and asks nothing of who leaves', () => {
    expect(stepOf(start(WORKER, { colour: 'red' }), HEAD)).toBe('decide')
    expect(stepOf(start(WORKER, { direction: 'out' }), HEAD)).toBe('decide')
    expect(stepOf(start(WORKER), { ...HEAD, evacuation: true })).toBe('decide')
  })
  it('judges manual without a roster: no edition, nothing passes by itself', () => {
    const verdict = verdictOf(start(WORKER, { temperatures: [36.5] }), null)
    expect(verdict.action).toBe('manual')
  })
})

describe('the fact', () => {
  it('names a known person by id alone and carries the device verdict', () => {
    const fact = factOf(start(WORKER, { temperatures: [36.5] }), HEAD, 'gate', 'guard')
    expect(fact).toEqual({
      id: 'fact',
      type: 'gates.pass',
      at: '2022-03-08T00:10:00Z',
      place: 'gate',
      person: { id: 'person' },
      data: {
        direction: 'in',
        lane: '1',
        colour: 'green',
        classOfPerson: 'shift_worker',
        guard: 'guard',
        temperatures: [36.5],
        method: 'scan',
        device: { action: 'pass', reasons: [], edition: 'e1' },
      },
    })
  })
  it('names an unknown person by document and name', () => {
    const fact = factOf(start({ ...STRANGER, name: '李四' } as Subject), HEAD, 'gate', null)
    expect(fact.person).toEqual({
      document: { type: 'resident_id', number: '62012119000101001X' },
      name: '李四',
    })
  })
})
