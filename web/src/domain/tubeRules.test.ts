import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { normalTubeCode, tubeCheckDigit, tubeCode, validTubeCode } from './tubeCode'
import { type RuledSwab, type RuledTube, tubeRefusal } from './tubeRules'

interface Case {
  name: string
  tube: RuledTube
  swab: RuledSwab
  expect: string | null
}

const GOLDEN = resolve(__dirname, '../../../server/src/main/resources/golden/tube-rules.json')
const { cases } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as { cases: Case[] }

describe('the golden vectors that the server runs too', () => {
  it('are there', () => expect(cases.length).toBeGreaterThan(40))
  it.each(cases.map((c) => [c.name, c] as const))('%s', (_name, c) => {
    expect(tubeRefusal(c.tube, c.swab)).toBe(c.expect)
  })
})

describe('codes of tubes', () => {
  it('carry a check digit that finds a wrong and a swapped digit', () => {
    const code = tubeCode('QC220306', 1)
    expect(code).toBe('QC22030600013')
    expect(validTubeCode(code)).toBe(true)
    for (let i = 2; i < code.length; i++) {
      const wrong = code.slice(0, i) + ((Number(code[i]) + 1) % 10) + code.slice(i + 1)
      expect(validTubeCode(wrong)).toBe(false)
    }
    expect(tubeCheckDigit('QC2203060001')).toBe('3')
  })
  it('are compared in capitals and half-width', () => {
    expect(normalTubeCode(' ｑｃ22030600013\n')).toBe('QC22030600013')
  })
})
