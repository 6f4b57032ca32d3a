import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { uuidv7 } from '@/domain/uuidv7'
import { FieldDatabase } from '../device/database'
import { ApiFault } from '../device/fieldApi'
import { DeviceKeys } from '../device/keys'
import { Drain, type DrainPorts, type SentFact } from './drain'
import { type Done, type Fact, Outbox, type Receipt, type Summary } from './outbox'

let database: FieldDatabase
let outbox: Outbox
let n = 0

beforeEach(() => {
  database = new FieldDatabase(`queue-${n++}`)
  outbox = new Outbox(database, new DeviceKeys(database))
})

const SUMMARY: Summary = { title: '王小二', action: 'pass', direction: 'in', kind: 'pass' }

function fact(): Fact {
  return {
    id: uuidv7(),
    type: 'gates.pass',
    at: '2022-03-08T00:00:00.000Z',
    place: 'p',
    person: { document: { type: 'resident_id', number: '62012119000101001X' } },
    data: { direction: 'in' },
  }
}

async function fill(count: number): Promise<Fact[]> {
  const facts = Array.from({ length: count }, fact)
  for (const f of facts) await outbox.add(f, SUMMARY)
  return facts
}

/** A server that keeps what it is sent, once each; `answer` may throw or change the receipts. */
class FakeServer {
  readonly kept = new Map<string, SentFact>()
  readonly batches: number[] = []
  faults: ApiFault[] = []
  lose = 0
  refuse = new Set<string>()

  send = async (facts: SentFact[]): Promise<Receipt[]> => {
    const fault = this.faults.shift()
    if (fault) throw fault
    this.batches.push(facts.length)
    const receipts = facts.map((f): Receipt => {
      if (this.refuse.has(f.id)) return { id: f.id, status: 'rejected', error: { code: 'x' } }
      const status = this.kept.has(f.id) ? 'duplicate' : 'recorded'
      this.kept.set(f.id, f)
      return { id: f.id, status, verdict: { action: 'pass' } }
    })
    if (this.lose > 0) {
      this.lose--
      throw new ApiFault(0, 'unreachable', null)
    }
    return receipts.reverse()
  }
}

function drainOf(server: FakeServer, extra: Partial<DrainPorts> = {}) {
  const waits: number[] = []
  const done: Done[] = []
  let revoked = 0
  const ports: DrainPorts = {
    send: server.send,
    now: () => '2022-03-08T01:00:00.000Z',
    alone: async (work) => {
      await work()
      return true
    },
    random: () => 1,
    later: (ms, work) => {
      waits.push(ms)
      const timer = setTimeout(work, 0)
      return () => clearTimeout(timer)
    },
    ...extra,
  }
  const drain = new Drain(outbox, ports, {
    onDone: (d) => done.push(...d),
    onChange: () => undefined,
    onRevoked: () => revoked++,
  })
  return { drain, waits, done, revoked: () => revoked }
}

async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await check()) return
    await new Promise((r) => setTimeout(r, 5))
  }
  throw new Error('did not happen in time')
}
const empty = async () => (await outbox.counts()).waiting === 0

describe('outbox', () => {
  it('keeps a fact before it says so, once, and nothing of it readable', async () => {
    const f = fact()
    await Promise.all([outbox.add(f, SUMMARY), outbox.add(f, SUMMARY)])
    await outbox.add(f, SUMMARY)
    expect((await outbox.counts()).waiting).toBe(1)
    const row = await database.outbox.get(f.id)
    expect(new TextDecoder('latin1').decode(row!.bytes)).not.toContain('62012119')
    expect(new TextDecoder().decode(row!.bytes)).not.toContain('王小二')
  })
  it('survives a restart', async () => {
    const [f] = await fill(1)
    const again = new Outbox(database, new DeviceKeys(database))
    expect((await again.next(10))[0].fact).toEqual(f)
  })
  it('drops the draft with the same commit', async () => {
    const keys = new DeviceKeys(database)
    await database.drafts.put({ tab: 't', ...(await keys.seal('draft', {})) })
    await outbox.add(fact(), SUMMARY, 't')
    expect(await database.drafts.count()).toBe(0)
  })
  it('does not queue again what the server has acknowledged', async () => {
    const [f] = await fill(1)
    await outbox.settle(await outbox.next(1), [{ id: f.id, status: 'recorded' }])
    await outbox.add(f, SUMMARY)
    expect((await outbox.counts()).waiting).toBe(0)
  })
})

describe('drain', () => {
  it('sends in batches of at most 200, oldest first, stamps sent, and empties the queue', async () => {
    const facts = await fill(205)
    const server = new FakeServer()
    const { drain, done } = drainOf(server)
    drain.kick()
    await until(empty)
    expect(server.batches).toEqual([200, 5])
    expect([...server.kept.keys()].sort()).toEqual(facts.map((f) => f.id))
    expect([...server.kept.values()].every((f) => f.sent === '2022-03-08T01:00:00.000Z')).toBe(true)
    expect([...server.kept.values()].every((f) => f.at === '2022-03-08T00:00:00.000Z')).toBe(true)
    await until(() => done.length === 205)
    expect((await outbox.since(0)).done).toHaveLength(205)
  })
  it('sends again when the answer was lost, and a duplicate is as good as recorded', async () => {
    await fill(7)
    const server = new FakeServer()
    server.lose = 2
    const { drain, waits } = drainOf(server)
    drain.kick()
    await until(empty)
    expect(server.kept.size).toBe(7)
    expect(waits).toEqual([1_000, 2_000])
  })
  it('waits as long as a full server asks', async () => {
    await fill(1)
    const server = new FakeServer()
    server.faults = [new ApiFault(429, null, 6_000), new ApiFault(503, null, null)]
    const { drain, waits } = drainOf(server)
    drain.kick()
    await until(empty)
    expect(waits[0]).toBeGreaterThanOrEqual(6_000)
    expect(waits[1]).toBe(2_000)
  })
  it('brings a refused fact to attention, keeps it, and goes on with the rest', async () => {
    const facts = await fill(5)
    const server = new FakeServer()
    server.refuse.add(facts[2].id)
    const { drain } = drainOf(server)
    drain.kick()
    await until(empty)
    expect(await outbox.counts()).toMatchObject({ waiting: 0, attention: 1 })
    const [entry] = await outbox.attention()
    expect(entry).toMatchObject({ fact: facts[2], error: { code: 'x' } })
    server.refuse.clear()
    await outbox.again(facts[2].id)
    drain.kick()
    await until(async () => (await outbox.counts()).attention === 0 && (await empty()))
    expect(server.kept.size).toBe(5)
  })
  it('finds the one bad fact in a batch that the server refuses whole', async () => {
    const facts = await fill(8)
    const bad = facts[5].id
    const server = new FakeServer()
    const plain = server.send
    server.send = async (sent) => {
      if (sent.some((f) => f.id === bad)) throw new ApiFault(400, 'capture.malformed', null)
      return plain(sent)
    }
    const { drain } = drainOf(server)
    drain.kick()
    await until(empty)
    expect(server.kept.size).toBe(7)
    expect((await outbox.attention()).map((w) => w.fact.id)).toEqual([bad])
  })
  it('stops at a revoked device and keeps what it has', async () => {
    await fill(3)
    const server = new FakeServer()
    server.faults = [new ApiFault(401, 'security.device_revoked', null)]
    const { drain, revoked } = drainOf(server)
    drain.kick()
    await until(() => revoked() === 1)
    expect((await outbox.counts()).waiting).toBe(3)
    expect(server.kept.size).toBe(0)
  })
  it('keeps everything through an unknown refusal of the token', async () => {
    await fill(1)
    const server = new FakeServer()
    server.faults = [new ApiFault(401, 'security.unauthenticated', null)]
    const { drain, waits } = drainOf(server)
    drain.kick()
    await until(empty)
    expect(waits).toHaveLength(1)
  })
  it('never sends from two tabs at once', async () => {
    await fill(450)
    const server = new FakeServer()
    let locked = false
    const alone = async (work: () => Promise<void>) => {
      if (locked) return false
      locked = true
      await work()
      locked = false
      return true
    }
    const one = drainOf(server, { alone })
    const two = drainOf(server, { alone })
    one.drain.kick()
    two.drain.kick()
    await until(empty)
    expect(server.batches.reduce((a, b) => a + b, 0)).toBe(450)
    expect(two.waits.length + one.waits.length).toBeGreaterThan(0)
  })
  it('takes facts that came in while it was sending', async () => {
    await fill(2)
    const server = new FakeServer()
    const plain = server.send
    let extra = true
    server.send = async (sent) => {
      if (extra) {
        extra = false
        await outbox.add(fact(), SUMMARY)
      }
      return plain(sent)
    }
    drainOf(server).drain.kick()
    await until(() => server.kept.size === 3)
  })
  it('marks a verdict of the server that differs', async () => {
    const [f] = await fill(1)
    const receipt: Receipt = { id: f.id, status: 'recorded', verdict: { action: 'hold' } }
    const [d] = await outbox.settle(await outbox.next(1), [receipt])
    expect(d.differs).toBe(true)
  })
})
