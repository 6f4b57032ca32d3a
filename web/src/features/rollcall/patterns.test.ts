import { describe, expect, it } from 'vitest'
import { turnsOf } from './patterns'

describe('turns as typed', () => {
  it('reads shifts with times and rest without', () => {
    expect(turnsOf('白班 8:00-20:00, 夜班 20:00–08:00，休、休')).toEqual({
      turns: ['白班', '夜班', '休', '休'],
      shifts: { 白班: { from: '08:00', until: '20:00' }, 夜班: { from: '20:00', until: '08:00' } },
    })
  })

  it('repeats a shift by its name', () => {
    expect(turnsOf('day 08:00-16:00, day, rest')?.turns).toEqual(['day', 'day', 'rest'])
  })

  it('takes neither a cycle of rest alone nor a time that is none', () => {
    expect(turnsOf('休, 休')).toBeNull()
    expect(turnsOf('夜班 25:00-08:00')).toBeNull()
    expect(turnsOf('夜班 20:00')).toBeNull()
  })
})
