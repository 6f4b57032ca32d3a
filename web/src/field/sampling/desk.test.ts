import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { checkDigit } from '@/domain/documents'
import { tubeCode } from '@/domain/tubeCode'
import { uuidv7 } from '@/domain/uuidv7'
import { FieldDatabase } from '../device/database'
import { DeviceKeys } from '../device/keys'
import { Shelf } from '../device/shelf'
import { type Fact, Outbox } from '../queue/outbox'
import { Desk, type DeskPorts } from './desk'
import { type SamplingAnswer, SamplingSheet } from './sheet'
import type { SheetPerson } from './tube'
import { Tubes } from './tubes'
import { emptyView } from './view'

const NOW = Date.parse('2022-03-08T01:00:00Z')
const ROUND = 'round-1'
let database: FieldDatabase
let keys: DeviceKeys
let outbox: Outbox
let now = NOW
let steady = 0
let gap = 2_000
let n = 0

/** One registrar's device on the database of the test; a second one is the device after a restart. */
async function device(database: FieldDatabase) {
  keys = new DeviceKeys(database)
  outbox = new Outbox(database, keys)
  const sounds: string[] = []
  const ports: DeskPorts = {
    // Badges of this park begin with SH; the roster knows them all.
    find: async (type, value) =>
      (type === 'badge' && value.startsWith('SH')) || value.endsWith('X')
        ? { key: value, id: `id-${value}`, name: `王小${value.slice(-2)}` }
        : null,
    add: (fact, summary, along) => outbox.add(fact, summary, null, along),
    where: () => ({ place: 'point', registrar: 'medic', offline: true }),
    newId: () => uuidv7(),
    now: () => now++,
    steadyNow: () => (steady += gap),
    sound: (kind) => sounds.push(kind),
  }
  const view = emptyView()
  const sheet = new SamplingSheet(new Shelf(database, keys))
  const desk = new Desk(view, new Tubes(database, keys), sheet, ports)
  await desk.load()
  return { desk, view, sounds }
}

function answer(people: SheetPerson[] = [], pool = 10): SamplingAnswer {
  return {
    asOf: '2022-03-08T00:00:00Z',
    place: { id: 'point', name: '1号采样点' },
    desks: ['1', { name: '2' }],
    rounds: [
      {
        id: ROUND,
        name: '第一轮',
        opensAt: '2022-03-08T00:00:00Z',
        closesAt: '2022-03-08T12:00:00Z',
        pools: { default: pool },
      },
    ],
    people,
  }
}

const tube = (serial: number) => tubeCode('QC220308', serial)
const badge = (i: number) => `SH${String(i).padStart(4, '0')}`
const person = (i: number) => `id-${badge(i)}`

/** All facts in the order in which they were queued. */
async function facts(): Promise<Fact[]> {
  return (await outbox.next(1_000)).map((entry) => entry.fact)
}
const kinds = async () => (await facts()).map((fact) => fact.type.replace('sampling.', ''))

type Device = Awaited<ReturnType<typeof device>>
let it1: Device
beforeEach(async () => {
  database = new FieldDatabase(`desk-${n++}`)
  now = NOW
  gap = 2_000
  it1 = await device(database)
  await it1.desk.replaceSheet(answer())
})

async function scan(...texts: string[]): Promise<void> {
  for (const text of texts) await it1.desk.scanned(text)
}
const scanPeople = (from: number, to: number) =>
  scan(...Array.from({ length: to - from }, (_, i) => badge(from + i)))

describe('filling tubes', () => {
  it('records each scan at once and masks the name', async () => {
    await scan(tube(1), badge(1), badge(2))
    expect(it1.view.last).toMatchObject({ name: '王**2', position: 2, size: 10, tube: tube(1) })
    const [first] = await facts()
    expect(first).toMatchObject({
      type: 'sampling.swab',
      place: 'point',
      person: { id: person(1) },
      data: { tube: tube(1), pool: 10, purpose: 'round', round: ROUND, offline: true },
    })
    expect(first.data).not.toHaveProperty('lane')
    expect(it1.sounds.slice(-2)).toEqual(['recorded', 'recorded'])
  })
  it('prompts at a full tube and seals it with one touch', async () => {
    await scan(tube(1))
    await scanPeople(0, 10)
    expect(it1.sounds[it1.sounds.length - 1]).toBe('full')
    await it1.desk.seal()
    expect(it1.view.current).toBeNull()
    const all = await facts()
    expect(all[10]).toMatchObject({
      type: 'sampling.seal',
      data: { tube: tube(1), swabs: 10 },
    })
    await scan(tube(2), badge(11))
    expect(it1.view.last).toMatchObject({ position: 1, tube: tube(2) })
  })
  it('never lets an eleventh in, and takes whoever stood there into the next tube', async () => {
    await scan(tube(1))
    await scanPeople(0, 11)
    expect(it1.view.fault).toBe('tube_full')
    expect(await kinds()).toHaveLength(10)
    await scan(tube(2))
    expect(it1.view.fault).toBe('seal_first')
    await it1.desk.seal()
    expect(it1.view.last).toMatchObject({ position: 1, tube: tube(2) })
    expect((await facts())[11].person).toEqual({ id: person(10) })
  })
  it('keeps who was scanned before a tube was there', async () => {
    await scan(badge(1))
    expect(it1.view.fault).toBe('no_tube')
    await scan(tube(1))
    expect(it1.view.last).toMatchObject({ position: 1 })
  })
  it('asks before leaving a tube that is not full, and can come back to it', async () => {
    await scan(tube(1), badge(1), tube(2))
    expect(it1.view.fault).toBe('tube_unfinished')
    await it1.desk.layAside()
    await scan(badge(2))
    expect(it1.view.last).toMatchObject({ tube: tube(2), position: 1 })
    await it1.desk.back(tube(1))
    await scan(badge(3))
    expect(it1.view.last).toMatchObject({ tube: tube(1), position: 2 })
    expect(it1.view.aside.map((t) => t.code)).toEqual([tube(2)])
  })
  it('takes two readings of one card in a movement for one', async () => {
    await scan(tube(1), badge(1))
    gap = 200
    await scan(badge(1))
    expect(it1.view.fault).toBeNull()
    expect(await kinds()).toEqual(['swab'])
  })
})

describe('refusals', () => {
  it('refuses a wrong, a sealed and an unknown code', async () => {
    await scan(tube(1).slice(0, -1) + '0')
    expect(it1.view.fault).toBe('tube_code_invalid')
    await scan(tube(1), badge(1))
    await it1.desk.seal()
    await scan(tube(1))
    expect(it1.view.fault).toBe('tube_sealed')
    await scan('LAB-7731')
    expect(it1.view.fault).toBe('unknown_code')
    await it1.desk.tubeCode('lab-7731')
    expect(it1.view.current?.code).toBe('LAB-7731')
  })
  it('refuses the same person in the tube and in the round, and takes a double swab', async () => {
    await scan(tube(1), badge(1), badge(1))
    expect(it1.view.fault).toBe('same_person_in_tube')
    await scan(badge(2))
    await it1.desk.seal()
    await scan(tube(2), badge(1))
    expect(it1.view.fault).toBe('same_person_in_round')
    await it1.desk.doubleSwab()
    const all = await facts()
    expect(all[all.length - 1].data).toMatchObject({ purpose: 'double', tube: tube(2) })
    expect(it1.view.purpose).toBeNull()
  })
  it('asks again whether somebody was tested when a new tube has come', async () => {
    await scan(tube(1))
    await scanPeople(0, 10)
    await scan(badge(0), tube(2))
    await it1.desk.seal()
    expect(it1.view.fault).toBe('same_person_in_round')
    expect(await kinds()).toHaveLength(11)
  })
  it('believes the server that somebody was tested elsewhere, unless it was undone here since', async () => {
    await it1.desk.replaceSheet(answer([{ id: person(1), pool: 10, tested: true }]))
    await scan(tube(1), badge(1))
    expect(it1.view.fault).toBe('same_person_in_round')
    await it1.desk.doubleSwab()
    await it1.desk.undo(it1.view.last!.swab)
    await scan(badge(1))
    expect(it1.view.fault).toBeNull()
  })
  it('swabs a single-only person alone with one touch and returns to the pooled tube', async () => {
    await it1.desk.replaceSheet(answer([{ id: person(7), pool: 1, group: 'key' }]))
    await scan(tube(1), badge(1), badge(7))
    expect(it1.view.fault).toBe('single_only')
    it1.desk.anotherTube()
    await scan(tube(90))
    expect(it1.view.last).toMatchObject({ tube: tube(90), position: 1, size: 1, single: true })
    expect(it1.view.current?.code).toBe(tube(1))
    await scan(badge(2))
    expect(it1.view.last).toMatchObject({ tube: tube(1), position: 2 })
    expect(await kinds()).toEqual(['swab', 'swab', 'seal', 'swab'])
  })
  it('undoes a single before it is sealed, and uses its tube for the right person', async () => {
    await it1.desk.set({ size: 1 })
    await scan(tube(90), badge(1))
    await it1.desk.undo(it1.view.last!.swab)
    await scan(tube(90), badge(2))
    expect(it1.view.last).toMatchObject({ position: 1, tube: tube(90) })
    expect(await kinds()).toEqual(['swab', 'undo', 'swab'])
    now += 25_000
    await it1.desk.sealOldSingles()
    expect(await kinds()).toEqual(['swab', 'undo', 'swab', 'seal'])
  })
  it('gives a person of a smaller pool a tube of that size', async () => {
    await it1.desk.replaceSheet(answer([{ id: person(5), pool: 5 }]))
    await scan(tube(1), badge(1), badge(5))
    expect(it1.view.fault).toBe('wrong_pool')
    it1.desk.anotherTube()
    await scan(tube(2))
    expect(it1.view.current).toMatchObject({ code: tube(2), size: 5 })
    await it1.desk.seal()
    expect(it1.view.current?.code).toBe(tube(1))
  })
  it('keeps households and lanes apart', async () => {
    const home = (id: number, household: string) => ({
      id: person(id),
      pool: 10,
      group: 'household',
      household,
    })
    await it1.desk.replaceSheet(answer([home(1, 'h1'), home(2, 'h1'), home(3, 'h2')]))
    await scan(tube(1), badge(1), badge(2), badge(3))
    expect(it1.view.fault).toBe('household_mixed')
    await it1.desk.setLane('apart')
    expect(it1.view.current).toBeNull()
    await scan(tube(2), badge(4))
    const all = await facts()
    expect(all[all.length - 1].data).toMatchObject({ lane: 'apart', tube: tube(2) })
    await it1.desk.setLane('ordinary')
    expect(it1.view.current?.code).toBe(tube(1))
  })
  it('swabs positive follow-ups alone', async () => {
    await it1.desk.set({ purpose: 'positive_follow_up' })
    await scan(tube(1), badge(1), tube(2), badge(1))
    expect((await facts()).map((fact) => fact.data)).toMatchObject([
      { tube: tube(1), pool: 1, purpose: 'positive_follow_up' },
      { tube: tube(1), swabs: 1 },
      { tube: tube(2), pool: 1 },
    ])
  })
  it('answers a second window with a refusal', async () => {
    it1.view.elsewhere = true
    await scan(tube(1), badge(1))
    expect(it1.view.fault).toBe('elsewhere')
    expect(await kinds()).toEqual([])
  })
})

describe('undo', () => {
  it('takes any swab back with one touch and frees its place', async () => {
    await scan(tube(1))
    await scanPeople(0, 10)
    const third = it1.view.current!.swabs[2]
    await it1.desk.undo(third.id)
    await it1.desk.undo(third.id)
    expect(await kinds()).toHaveLength(11)
    expect((await facts())[10]).toMatchObject({
      type: 'sampling.undo',
      data: { swab: third.id },
    })
    await scan(badge(20))
    expect(it1.view.last).toMatchObject({ position: 10 })
    await scan(badge(2))
    expect(it1.view.fault).toBe('tube_full')
  })
})

describe('who is not on the roster', () => {
  const idOf = (birth: string) => {
    const first = `620121${birth}001`
    return first + checkDigit(first)
  }
  it('is recorded by the document, masked on the screen, no questions asked', async () => {
    await scan(tube(1), 'H12345678')
    expect((await facts())[0].person).toEqual({
      document: { type: 'home_return_permit', number: 'H12345678' },
    })
    expect(it1.view.last?.name).toBe('*****5678')
    await scan('H12345678')
    expect(it1.view.fault).toBe('same_person_in_tube')
  })
  it('under 14 by the number needs a guardian, from the birthday on nobody', async () => {
    await scan(tube(1), idOf('20080309'))
    expect(it1.view.guardianFor).not.toBeNull()
    expect(await kinds()).toEqual([])
    await it1.desk.withGuardian({ name: ' 王大 ', relation: 'parent' })
    expect((await facts())[0].data).toMatchObject({
      guardian: { name: '王大', relation: 'parent' },
    })
    await scan(idOf('20080308'))
    expect(it1.view.last?.position).toBe(2)
  })
  it('is refused with a wrong check digit', async () => {
    await scan(tube(1), '620121190001010010')
    expect(it1.view.fault).toBe('document_check_digit')
  })
})

describe('refusals to be swabbed and the queue', () => {
  it('have facts of their own', async () => {
    await scan(tube(1))
    it1.desk.beginRefusal()
    await scan(badge(3))
    expect(await kinds()).toEqual([])
    await it1.desk.recordRefusal('本人不愿意')
    await it1.desk.tellQueue(50)
    expect(await facts()).toMatchObject([
      {
        type: 'sampling.refusal',
        person: { id: person(3) },
        data: { round: ROUND, reason: '本人不愿意' },
      },
      { type: 'sampling.queue', data: { length: 50 } },
    ])
    await scan(badge(4))
    expect(it1.view.last?.position).toBe(1)
  })
})

describe('a dead battery', () => {
  it('loses nothing: tubes, places and what was undone are as they were', async () => {
    await it1.desk.replaceSheet(answer([{ id: person(9), pool: 1 }]))
    await scan(tube(1), badge(1), badge(2), badge(3))
    await it1.desk.undo(it1.view.current!.swabs[1].id)
    await it1.desk.setLane('apart')
    await scan(tube(2), badge(4))
    await it1.desk.setLane('ordinary')

    it1 = await device(database)
    expect(it1.view.current?.code).toBe(tube(1))
    expect(it1.view.aside.map((t) => t.code)).toEqual([tube(2)])
    expect(it1.view.sheet?.rounds[0].id).toBe(ROUND)
    await scan(badge(1))
    expect(it1.view.fault).toBe('same_person_in_tube')
    await scan(badge(4))
    expect(it1.view.fault).toBe('same_person_in_round')
    await scan(badge(2))
    expect(it1.view.last).toMatchObject({ position: 3, tube: tube(1) })
    await scan(badge(9))
    expect(it1.view.fault).toBe('single_only')
  })
  it('writes tube and fact in one commit: neither without the other', async () => {
    await scan(tube(1), badge(1))
    const put = vi.spyOn(database.tubes, 'put').mockImplementation(() => {
      throw new Error('disk full')
    })
    await expect(it1.desk.scanned(badge(2))).rejects.toThrow('disk full')
    put.mockRestore()
    expect(await kinds()).toEqual(['swab'])
    it1 = await device(database)
    expect(it1.view.current?.swabs).toHaveLength(1)
  })
  it('leaves nothing readable on the disk', async () => {
    await scan(tube(1), badge(1))
    const rows = [...(await database.tubes.toArray()), ...(await database.named.toArray())]
    const text = rows.map((row) => new TextDecoder().decode(row.bytes)).join()
    expect(text).not.toContain('王')
    expect(text).not.toContain(person(1))
  })
  it('forgets tubes of last week and everything with the device', async () => {
    await scan(tube(1), badge(1))
    now += 3 * 86_400_000
    it1 = await device(database)
    expect(it1.view.current).toBeNull()
    await scan(tube(2), badge(1))
    await it1.desk.wipe()
    expect(await database.tubes.count()).toBe(0)
    expect(it1.view.current).toBeNull()
  })
})
