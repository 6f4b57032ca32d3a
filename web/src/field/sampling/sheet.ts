import type { Shelf } from '../device/shelf'
import type { SheetPerson } from './tube'

export interface SheetRound {
  id: string
  no?: number | null
  name: string
  opensAt: string
  closesAt: string
  pools?: { default?: number } | null
}

/** The answer of GET /field/sampling. */
export interface SamplingAnswer {
  asOf: string
  place: { id: string; name: string }
  desks?: (string | { name: string })[]
  rounds: SheetRound[]
  people: SheetPerson[]
}

/** All of the sheet but its people. */
export interface SheetHead {
  asOf: string
  desks: string[]
  rounds: SheetRound[]
}

const NAME = 'samplingSheet'
const USUAL_POOL = 10

/** Rounds open at this point, and the people who differ from everybody else, without names. */
export class SamplingSheet {
  private people = new Map<string, SheetPerson>()

  constructor(private readonly shelf: Shelf) {}

  async load(): Promise<SheetHead | null> {
    const kept = await this.shelf.read<SamplingAnswer>(NAME)
    return kept === null ? null : this.take(kept)
  }

  async replace(answer: SamplingAnswer): Promise<SheetHead> {
    await this.shelf.write(NAME, answer)
    return this.take(answer)
  }

  async wipe(): Promise<void> {
    this.people = new Map()
    await this.shelf.remove(NAME)
  }

  person(id: string): SheetPerson | null {
    return this.people.get(id) ?? null
  }

  private take(answer: SamplingAnswer): SheetHead {
    this.people = new Map((answer.people ?? []).map((person) => [person.id, person]))
    return {
      asOf: answer.asOf,
      desks: (answer.desks ?? []).map((desk) => (typeof desk === 'string' ? desk : desk.name)),
      rounds: answer.rounds ?? [],
    }
  }
}

/** Rounds open at a world time, the one that closes first at the head. */
export function openRounds(head: SheetHead | null, at: number): SheetRound[] {
  return (head?.rounds ?? [])
    .filter((round) => Date.parse(round.opensAt) <= at && at < Date.parse(round.closesAt))
    .sort((a, b) => Date.parse(a.closesAt) - Date.parse(b.closesAt))
}

export function poolOf(round: SheetRound | null): number {
  return round?.pools?.default ?? USUAL_POOL
}
