import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type GateQuestion, judge, type Rules } from './verdict'

interface Vector {
  name: string
  input: GateQuestion
  verdict: { action: string; reasons: string[] }
}

const GOLDEN = resolve(__dirname, '../../../server/src/main/resources/golden/gate-verdicts.json')

describe.skipIf(!existsSync(GOLDEN))('the golden vectors that the server runs too', () => {
  const text = existsSync(GOLDEN) ? readFileSync(GOLDEN, 'utf8') : '[]'
  it.each((JSON.parse(text) as Vector[]).map((v) => [v.name, v] as const))(
    '%s',
    (_name, vector) => {
      const verdict = judge(vector.input)
      expect({ action: verdict.action, reasons: verdict.reasons.map((r) => r.code) }).toEqual(
        vector.verdict,
      )
    },
  )
})

const RULES: Rules = {
  'gate.temperature.limit': 37.3,
  'gate.temperature.min': 34,
  'gate.temperature.max': 43,
  'gate.colour.action.green': 'pass',
  'gate.colour.action.red': 'deny',
  'gate.colour.action.expired': 'pass',
  'gate.mandatory.shift_worker': ['colour', 'temperature'],
  'gate.roster.max_age_hours': 24,
}
const AT = '2022-03-08T00:00:00Z'
const worker = (fact: object): GateQuestion => ({
  fact: { at: AT, direction: 'in', colour: 'green', temperatures: [36.5], ...fact },
  person: { known: true, classOfPerson: 'shift_worker' },
  rules: RULES,
  edition: 'e1',
})

describe('verdict on the device', () => {
  it('passes a known shift worker with a green code and a normal reading', () => {
    expect(judge(worker({}))).toEqual({ action: 'pass', reasons: [], edition: 'e1' })
  })
  it('measures again at the limit, holds at the second high reading and passes at a normal one', () => {
    expect(judge(worker({ temperatures: [37.3] })).action).toBe('re_measure')
    expect(judge(worker({ temperatures: [37.3, 37.4] })).action).toBe('hold')
    expect(judge(worker({ temperatures: [37.3, 36.9] })).action).toBe('pass')
  })
  it('never passes an expired code, even when an edition says so', () => {
    expect(judge(worker({ colour: 'expired' })).action).toBe('manual')
  })
  it('says every reason, the most severe first', () => {
    const verdict = judge({ ...worker({ colour: 'red', temperatures: [] }), rosterAgeHours: 30 })
    expect(verdict.action).toBe('deny')
    expect(verdict.reasons.map((r) => r.code)).toEqual([
      'colour_red',
      'temperature_missing',
      'roster_stale',
    ])
  })
  it('lets an emergency through before everything and still says the rest', () => {
    const verdict = judge(worker({ emergency: 'ambulance', colour: 'red' }))
    expect(verdict.action).toBe('pass')
    expect(verdict.reasons.map((r) => r.code)).toEqual(['emergency_pass', 'colour_red'])
  })
  it('lets everybody leave who is not held or barred', () => {
    const out = {
      ...worker({ direction: 'out', colour: 'red', temperatures: [] }),
      person: { known: false },
    }
    expect(judge(out)).toMatchObject({ action: 'pass', reasons: [{ code: 'person_unknown' }] })
    expect(judge({ ...out, restrictions: [{ kind: 'hold' }] }).action).toBe('hold')
  })
})
