import type { RouteRecordRaw } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { NAVIGATION, homeOf, visible } from './navigation'

describe('navigation', () => {
  it('lands command at the board, a lead at the roll call, a guard of gates live, an auditor at the log, a guard at a hint', () => {
    expect(homeOf(['GATES_WATCH', 'ROLLCALL_FILE', 'COMMAND_DIRECT'])).toBe('/board')
    expect(homeOf(['GATES_WATCH', 'ROLLCALL_FILE'])).toBe('/rollcall')
    expect(homeOf(['PEOPLE_READ', 'GATES_WATCH'])).toBe('/live')
    expect(homeOf(['AUDIT_READ', 'POLICY_READ'])).toBe('/audit')
    expect(homeOf(['FACTS_SUBMIT'])).toBe('/nothing')
  })

  it('shows no group that would be empty', () => {
    expect(visible(['AUDIT_READ']).map((group) => group.key)).toEqual(['system'])
  })

  it('leads to pages that exist, each by its name', () => {
    const files = import.meta.glob<RouteRecordRaw[]>('../features/*/routes.ts', {
      eager: true,
      import: 'routes',
    })
    const paths = new Map(
      Object.values(files)
        .flat()
        .map((route) => [route.name, route.path]),
    )
    for (const entry of NAVIGATION.flatMap((group) => group.items)) {
      expect([entry.name, paths.get(entry.name)]).toEqual([entry.name, entry.path])
    }
  })
})
