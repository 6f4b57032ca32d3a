import { beforeEach, describe, expect, it } from 'vitest'
import { storeLanguage } from '@/i18n'
import { clockSpan, countdown, dayMonth, parkInstant, parkLocal, shortTime, time } from './format'
import { worldAt } from '@/shell/clock'

beforeEach(() => storeLanguage('zh-CN'))

describe('format', () => {
  it('shows times of the park, wherever the reader is', () => {
    expect(time('2022-03-07T22:00:05Z')).toBe('06:00:05')
  })

  it('leaves the day away when it is today', () => {
    const now = Date.parse('2022-03-08T00:00:00Z')
    expect(shortTime('2022-03-07T22:00:00Z', now)).toBe('06:00:00')
    expect(shortTime('2022-03-06T22:00:00Z', now)).toContain('07')
  })

  it('keeps the day in both languages when the year is plain', () => {
    expect(dayMonth('2022-03-10')).toBe('03/10')
    storeLanguage('en')
    expect(dayMonth('2022-03-10')).toBe('10/03')
  })

  it('counts down and then up', () => {
    const due = '2022-03-08T00:10:00Z'
    expect(countdown(due, Date.parse('2022-03-08T00:01:00Z'))).toEqual({
      overdue: false,
      near: true,
      span: '9:00',
    })
    expect(countdown(due, Date.parse('2022-03-08T01:10:05Z'))).toEqual({
      overdue: true,
      near: false,
      span: '1:00:05',
    })
    expect(clockSpan(59_999)).toBe('0:59')
  })

  it('takes typed times as the park’s', () => {
    expect(parkInstant('2022-03-08 06:00:00')).toBe('2022-03-07T22:00:00.000Z')
    expect(parkLocal(Date.parse('2022-03-07T22:00:00Z'))).toBe('2022-03-08 06:00:00')
  })

  it('runs the world clock at its rate', () => {
    expect(worldAt(1000, 0, 500, 1)).toBe(1500)
    expect(worldAt(1000, 0, 500, 60)).toBe(60_500)
  })
})
