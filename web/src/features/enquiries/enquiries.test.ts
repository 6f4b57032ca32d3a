import { describe, expect, it } from 'vitest'
import { makeI18n } from '@/i18n'
import enquiries from '@/i18n/zh-CN/enquiries.json'
import { ANSWER_MOST, draft, waiting, wanted } from './enquiries'
import type { Asked, LetterFile } from './types'

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

describe('an answer', () => {
  const letter: LetterFile['letter'] = {
    id: '1',
    number: '兰疾控协〔2022〕31号',
    sender: '兰州市疾控中心',
    receivedAt: '2022-03-12T08:00:00+08:00',
    dueAt: '2022-03-13T08:00:00+08:00',
    question: '核查下列人员',
    by: '李联络',
    state: 'open',
  }
  const texts = makeI18n({ 'zh-CN': { enquiries }, en: {} }).global as unknown as {
    t: (key: string, values: Record<string, string>) => string
  }
  const t = (key: string, values: Record<string, string>) => texts.t(key, values)

  it('is drafted from what was found of each', () => {
    const asked: Asked[] = [
      {
        line: 1,
        name: '周聊天',
        document: '6299**********1234',
        match: 'other_name',
        personName: '周辽天',
        unitName: '供汽一班',
        seenAt: '2022-03-11T19:40:00+08:00',
        seenIn: '西门',
        outcome: 'here',
        note: '已告知其原地等候。',
      },
      { line: 2, name: '赵六', match: 'nobody', outcome: 'not_known' },
      {
        line: 3,
        hint: '3月8日乘K7次，15车',
        match: 'nobody',
        outcome: 'handed_on',
        note: '铁路公安',
      },
    ]
    expect(draft({ letter, asked }, t)).toBe(
      '兰州市疾控中心：\n来函（兰疾控协〔2022〕31号）收悉，所列 3 人已逐一核查，结果如下：\n' +
        '1. 周聊天 6299**********1234：现在我园区（供汽一班），登记姓名 周辽天，' +
        '末次出入记录 2022/03/11 19:40 西门，已告知其原地等候。\n' +
        '2. 赵六：我园区查无此人。\n' +
        '3. 3月8日乘K7次，15车：已转交铁路公安。',
    )
  })

  it('holds as many as it can and says how many are attached', () => {
    const asked = Array.from({ length: 500 }, (_, i): Asked => {
      return { line: i + 1, name: '王建国', match: 'nobody', outcome: 'not_known' }
    })
    const text = draft({ letter, asked }, t)
    expect(text.length).toBeLessThanOrEqual(ANSWER_MOST)
    const lines = text.split('\n')
    const named = lines.length - 3
    expect(lines.at(-1)).toBe(`其余 ${500 - named} 人的核查结果另附。`)
    expect(named).toBeGreaterThan(150)
  })

  it('leaves the words to whoever answers a letter that names nobody', () => {
    expect(draft({ letter, asked: [] }, t)).toBe(
      '兰州市疾控中心：\n来函（兰疾控协〔2022〕31号）收悉，答复如下：\n',
    )
  })
})
