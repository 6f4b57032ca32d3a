import { describe, expect, it } from 'vitest'
import { waiting, wanted } from './enquiries'
import type { Asked } from './types'

describe('the people of a letter', () => {
  it('are read from a pasted table in any order of its columns', () => {
    expect(
      wanted('王建国\t622801198503020017\t13998765432\n\n139 9876 5433，李秀兰，3月8日乘K7次'),
    ).toEqual([
      { name: '王建国', document: '622801198503020017', phone: '13998765432', hint: null },
      { name: '李秀兰', document: null, phone: '13998765433', hint: '3月8日乘K7次' },
    ])
  })

  it('lose nothing that is no number', () => {
    expect(wanted('赵六, E12345678, 护照, 西门')).toEqual([
      { name: '赵六', document: null, phone: null, hint: 'E12345678，护照，西门' },
    ])
  })

  it('wait until they were looked for', () => {
    const asked = (outcome: Asked['outcome']): Asked => ({ line: 1, match: 'nobody', outcome })
    expect(waiting([asked('pending'), asked('here'), asked('pending')])).toBe(2)
  })
})
