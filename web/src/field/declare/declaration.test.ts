import { describe, expect, it } from 'vitest'
import type { Subject } from '../gate/pass'
import { dayOf, earliest, emptyStay, factOf, faultOf, summaryOf } from './declaration'

const NOON = Date.parse('2022-03-11T12:00:00+08:00')
const KNOWN: Subject = {
  known: true,
  entry: { key: 'k', id: 'p1', name: '张三', unitName: '甲班' },
}

describe('a declaration taken on a device', () => {
  it('counts days as the park does', () => {
    expect(dayOf(Date.parse('2022-03-10T16:30:00Z'))).toBe('2022-03-11')
    expect(earliest(NOON)).toBe('2022-01-10')
  })

  it('says what is missing before it is handed in', () => {
    const stay = { ...emptyStay(NOON), place: '秦川镇' }
    expect(faultOf({ contact: null, stays: [], note: '' }, NOON)).toBe('contact')
    expect(faultOf({ contact: false, stays: [], note: '' }, NOON)).toBeNull()
    expect(faultOf({ contact: false, stays: [emptyStay(NOON)], note: '' }, NOON)).toBe('place')
    expect(faultOf({ contact: true, stays: [stay], note: '' }, NOON)).toBeNull()
    for (const days of [
      { from: '2022-01-09', until: '2022-01-09' },
      { from: '2022-03-10', until: '2022-03-09' },
      { from: '2022-03-10', until: '2022-03-12' },
      { from: '', until: '2022-03-10' },
      { from: '2022-03-10', until: '' },
    ])
      expect(faultOf({ contact: false, stays: [{ ...stay, ...days }], note: '' }, NOON)).toBe(
        'days',
      )
  })

  it('becomes a fact of its person, also to have been nowhere', () => {
    const at = '2022-03-11T04:00:00.000Z'
    const none = factOf(KNOWN, { contact: false, stays: [], note: ' ' }, at, 'gate')
    expect(none).toMatchObject({
      type: 'screening.declaration',
      at,
      place: 'gate',
      person: { id: 'p1' },
      data: { contact: false, stays: [], note: null },
    })
    const stay = { place: ' 西安市 ', from: '2022-03-05', until: '2022-03-06', transport: ' K7 ' }
    const some = factOf(KNOWN, { contact: true, stays: [stay], note: '' }, at, 'gate')
    expect(some.data['stays']).toEqual([
      { place: '西安市', from: '2022-03-05', until: '2022-03-06', transport: 'K7' },
    ])
    expect(some.id).not.toBe(none.id)
    expect(summaryOf(KNOWN)).toMatchObject({ title: '张三', kind: 'declaration' })
  })
})
