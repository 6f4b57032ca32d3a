import type { Instant, Uuid } from '@/api'

/** A message in the reader's language. */
export interface Letter {
  id: Uuid
  title: string
  body: string
  link?: string | null
  cause?: Uuid | null
  at: Instant
  unitId?: Uuid | null
  unit?: string | null
  unread: boolean
}

export interface Inbox {
  items: Letter[]
  next: string | null
  unread: number
}

export const CHANNELS = ['wecom', 'dingtalk', 'sms'] as const
export type ChannelKind = (typeof CHANNELS)[number]

export const REASONS = [
  'refused',
  'too_many',
  'remote_error',
  'address_wrong',
  'answer_unknown',
  'unreachable',
  'timeout',
  'no_phone',
  'route_removed',
  'gave_up',
] as const
export type Reason = (typeof REASONS)[number]

/** Where messages go outside the app. The address comes without its keys, the secret never. */
export interface Route {
  id: Uuid
  name: string
  channel: ChannelKind
  toKind?: 'unit' | 'person' | null
  toId?: Uuid | null
  toName?: string | null
  address: string
  hasSecret: boolean
  perMinute: number
  enabled: boolean
  failures: number
  restUntil?: Instant | null
  lastOk?: Instant | null
  reason?: Reason | null
  detail?: string | null
  waiting: number
  failed: number
  version: number
}

export interface RoutePage {
  items: Route[]
  next: string | null
  unrouted: number
}

export interface Delivery {
  id: Uuid
  channel: ChannelKind
  routeId?: Uuid | null
  route?: string | null
  state: 'waiting' | 'failed'
  attempts: number
  nextAt?: Instant | null
  waitingSince: Instant
  reason?: Reason | null
  detail?: string | null
  unsure: boolean
  toKind: 'unit' | 'person' | 'account'
  toId: Uuid
  toName?: string | null
  title: string
  at: Instant
}

export interface Tested {
  outcome: 'delivered' | 'later' | 'resting' | 'refused'
  reason?: Reason | null
  detail?: string | null
}
