import type { Uuid } from '@/api'
import type { Done, DutyState, Named, Signed } from '@/features/directives/types'

export interface Notice {
  id: Uuid
  edition: number
  title: string
  body: string
  asks: 'read' | 'reply'
  sentAt: string
  sentBy: Signed
  total: number
  read: number
  replied: number
}
export interface NoticeUnit {
  unit: Named
  state: 'unread' | 'read' | 'replied'
  readAt: string | null
  repliedAt: string | null
  chasedAt: string | null
  chases: number
  receipts: { edition: number; unitId: Uuid; accountId: Uuid; by: Signed; at: string }[]
  duty: DutyState | null
}
export interface NoticeFeedback {
  id: Uuid
  noticeId: Uuid
  edition: number
  unit: Named
  text: string
  at: string
  by: Signed
  directiveId: Uuid | null
}
export interface NoticeFile {
  notice: Notice
  units: NoticeUnit[]
  editions: { edition: number; title: string; text: string; at: string; by: Signed }[]
  feedback: NoticeFeedback[]
  acts: Done[]
  unreadMine: Uuid[]
  mine: Uuid[]
  mayDirect: boolean
}
export interface Chase {
  chased: number
  tooSoon: number
}
