import { validTubeCode } from './tubeCode'

/**
 * Whether a swab may go into a tube. The server asks the same (`golden/tube-rules.json` keeps both
 * equal), but keeps and flags what was taken all the same.
 */
export const TUBE_REFUSALS = [
  'tube_code_invalid',
  'tube_sealed',
  'tube_full',
  'single_only',
  'wrong_pool',
  'same_person_in_tube',
  'same_person_in_round',
  'household_mixed',
  'lane_mixed',
  'guardian_missing',
] as const
export type TubeRefusal = (typeof TUBE_REFUSALS)[number]

export const PURPOSES = [
  'round',
  'calendar',
  'home',
  'positive_follow_up',
  'double',
  'own',
] as const
export type Purpose = (typeof PURPOSES)[number]
export type SwabLane = 'ordinary' | 'apart'

export interface TubeMember {
  person: string
  household?: string | null
  /** The person's group: key, apart, isolated, household, … */
  group?: string | null
  purpose: string
  lane?: string | null
  undone: boolean
}

/** A tube before the swab, its members in the order of time. */
export interface RuledTube {
  code: string
  size: number
  sealed: boolean
  members: readonly TubeMember[]
}

export interface RuledSwab {
  person: string
  /** Most that the person may share a tube with, the person counted; 1 is single only. */
  pool: number
  household?: string | null
  group?: string | null
  purpose: string
  lane?: string | null
  child: boolean
  guardian: boolean
  /** Swabbed in this round before, in another tube. */
  testedInRound: boolean
}

type Rule = (tube: RuledTube, swab: RuledSwab) => boolean

/** The reasons against a swab, in the order in which they are asked. */
const RULES: Record<TubeRefusal, Rule> = {
  tube_code_invalid: (tube) => !validTubeCode(tube.code),
  tube_sealed: (tube) => tube.sealed,
  tube_full: (tube) => liveMembers(tube).length >= tube.size,
  single_only: (tube, swab) => swab.pool === 1 && tube.size > 1,
  wrong_pool: (tube, swab) => swab.pool < tube.size,
  same_person_in_tube: (tube, swab) =>
    once(swab) && liveMembers(tube).some((member) => member.person === swab.person),
  same_person_in_round: (_tube, swab) => once(swab) && swab.testedInRound,
  household_mixed: mixesHouseholds,
  lane_mixed: (tube, swab) => {
    const first = liveMembers(tube)[0]
    return first !== undefined && apart(first.lane) !== apart(swab.lane)
  },
  guardian_missing: (_tube, swab) => swab.child && !swab.guardian,
}

/** The first reason against the swab; null: it may go in. */
export function tubeRefusal(tube: RuledTube, swab: RuledSwab): TubeRefusal | null {
  return TUBE_REFUSALS.find((code) => RULES[code](tube, swab)) ?? null
}

function liveMembers(tube: RuledTube): TubeMember[] {
  return tube.members.filter((member) => !member.undone)
}

/** Double swabs and re-swabs after a positive tube are meant to be a second time. */
function once(swab: RuledSwab): boolean {
  return swab.purpose !== 'double' && swab.purpose !== 'positive_follow_up'
}

function mixesHouseholds(tube: RuledTube, swab: RuledSwab): boolean {
  const first = liveMembers(tube)[0]
  if (!first?.household || first.group !== 'household') return false
  return first.household !== swab.household
}

function apart(lane: string | null | undefined): boolean {
  return lane === 'apart'
}
