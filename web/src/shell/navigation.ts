import type { Permission } from '@/api'

export interface NavItem {
  name: string
  path: string
  any: Permission[]
  /** Path of its picture, in a 24-unit box. */
  icon: string
}

export interface NavGroup {
  key: 'command' | 'health' | 'watch' | 'people' | 'system'
  items: NavItem[]
}

const item = (name: string, path: string, any: Permission[], icon: string): NavItem => ({
  name,
  path,
  any,
  icon,
})

export const NAVIGATION: NavGroup[] = [
  {
    key: 'command',
    items: [
      item('board', '/board', ['REPORTS_READ'], 'M4 5h16v11H4zM9 20h6M7 12l3-3 3 2 4-4'),
      item(
        'rollcall',
        '/rollcall',
        ['ROLLCALL_READ'],
        'M8 11a3 3 0 1 0-.1 0M3 19c.5-4 2.500-5 5-5s4.500 1 5 5M14 12l2 2 5-5',
      ),
      item('duties', '/duties', ['DUTIES_READ'], 'M6 4h12v16H6zM9 9l1.500 1.500L13 8M9 15h6'),
      item(
        'directives',
        '/directives',
        ['COMMAND_READ'],
        'M12 4v6M12 10H6v5M12 10h6v5M4 15h4v4H4zM16 15h4v4h-4z',
      ),
      item(
        'notices',
        '/notices',
        ['COMMAND_READ'],
        'M4 10v4h3l6 4V6L7 10zM17 9c1.500 1.500 1.500 4.500 0 6',
      ),
      item('ledgers', '/ledgers', ['REPORTS_READ', 'CASES_READ'], 'M5 4h14v16H5zM5 9h14M10 9v11'),
      item(
        'documents',
        '/documents',
        ['REPORTS_READ'],
        'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5',
      ),
    ],
  },
  {
    key: 'health',
    items: [
      item('incidents', '/incidents', ['INCIDENT_READ'], 'M12 3 21 19H3zM12 9v5M12 16.500v.1'),
      item('enquiries', '/enquiries', ['INCIDENT_READ'], 'M4 6h16v12H4zM4 7l8 6 8-6'),
      item(
        'readiness',
        '/readiness',
        ['INCIDENT_READ', 'COMMAND_CARRY_OUT'],
        'M6 4h12v16H6zM9 9l1.500 1.500L13 8M9 15l1.500 1.500L13 14',
      ),
      item(
        'cases',
        '/cases',
        ['CASES_READ'],
        'M7 8a2.500 2.500 0 1 0-.1 0M17 8a2.500 2.500 0 1 0-.1 0M12 19a2.500 2.500 0 1 0-.1 0M9 7h6M8 9l3 6M16 9l-3 6',
      ),
      item(
        'lineLists',
        '/line-lists',
        ['CASES_ACT'],
        'M5 4h10l4 4v12H5zM15 4v4h4M8 12h8M8 16h5M8 8h3',
      ),
      item(
        'screening',
        '/screening',
        ['SCREENING_READ'],
        'M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14',
      ),
      item('rounds', '/rounds', ['SAMPLING_READ'], 'M5 5h14v14H5zM5 10h14M9 14l2 2 4-4'),
      item(
        'points',
        '/points',
        ['SAMPLING_READ'],
        'M12 21s6-6 6-10a6 6 0 0 0-12 0c0 4 6 10 6 10zM9 11h6M12 8v6',
      ),
      item(
        'tubes',
        '/tubes',
        ['RESULTS_READ', 'LABORATORY_REPORT', 'SAMPLING_MANAGE'],
        'M9 3h6M10 3v14a2 2 0 0 0 4 0V3M10 12h4',
      ),
      item('calendar', '/test-calendar', ['SAMPLING_READ'], 'M5 6h14v14H5zM5 10h14M9 4v4M15 4v4'),
      item(
        'status',
        '/status',
        ['STATUS_READ'],
        'M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6zM12 8v5M12 16v.1',
      ),
      item(
        'isolationOrders',
        '/isolation/orders',
        ['ISOLATION_READ'],
        'M4 20V9l8-5 8 5v11M9 20v-6h6v6M9 10h6',
      ),
      item(
        'transfers',
        '/transfers',
        ['TRANSFER_READ'],
        'M3 7h11v9H3zM14 10h4l3 3v3h-7M7 19a2 2 0 1 0-.1 0M17 19a2 2 0 1 0-.1 0',
      ),
      item(
        'isolationTerms',
        '/isolation/terms',
        ['POLICY_READ'],
        'M5 6h14v14H5zM5 10h14M9 4v4M15 4v4M12 13v3l2 1',
      ),
      item('appeals', '/appeals', ['STATUS_DECIDE'], 'M4 5h16v11h-7l-5 4v-4H4zM9 10h6'),
    ],
  },
  {
    key: 'watch',
    items: [
      item('live', '/live', ['GATES_WATCH'], 'M4 12h4l2-6 4 12 2-6h4'),
      item('inside', '/inside', ['GATES_WATCH'], 'M4 11 12 5l8 6v9H4zM10 20v-5h4v5'),
      item('passes', '/passes', ['GATES_WATCH'], 'M4 7h12M4 12h16M4 17h9M17 5l3 2-3 2'),
      item('holds', '/holds', ['GATES_WATCH'], 'M12 4a8 8 0 1 0 8 8M12 8v4l3 2M16 4h4v4'),
      item('overrides', '/overrides', ['GATES_WATCH'], 'M5 12l4 4 10-10M5 20h14'),
    ],
  },
  {
    key: 'people',
    items: [
      item('people', '/people', ['PEOPLE_READ'], 'M12 12a4 4 0 1 0-.1 0M4 20c1-4 4-6 8-6s7 2 8 6'),
      item('units', '/units', ['PEOPLE_READ'], 'M12 4v5M6 20v-5h12v5M12 9v6M9 4h6v5H9z'),
      item(
        'places',
        '/places',
        ['PEOPLE_READ', 'GATES_WATCH'],
        'M12 21s7-6.5 7-11a7 7 0 0 0-14 0c0 4.500 7 11 7 11zM12 10v.1',
      ),
      item('imports', '/imports', ['PEOPLE_MANAGE'], 'M12 4v11M7 10l5 5 5-5M4 20h16'),
      item('policy', '/policy', ['POLICY_READ'], 'M6 4h9l4 4v12H6zM9 11h6M9 15h6'),
    ],
  },
  {
    key: 'system',
    items: [
      item(
        'accounts',
        '/accounts',
        ['ACCOUNTS_MANAGE'],
        'M9 11a3.500 3.500 0 1 0-.1 0M3 20c.6-4 3-6 6-6s5.400 2 6 6M16 8h5M18.500 5.500v5',
      ),
      item('channels', '/channels', ['CHANNELS_MANAGE'], 'M4 6h16v10H9l-4 4V6'),
      item('devices', '/devices', ['DEVICES_MANAGE'], 'M7 3h10v18H7zM11 18h2'),
      item(
        'sheets',
        '/sheets',
        ['GATES_ACT', 'GATES_APPROVE'],
        'M7 9V4h10v5M5 9h14v8H5zM8 14h8v6H8z',
      ),
      item(
        'audit',
        '/audit',
        ['AUDIT_READ'],
        'M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6zM9 12l2 2 4-4',
      ),
    ],
  },
]

export function visible(permissions: readonly Permission[]): NavGroup[] {
  return NAVIGATION.map((group) => ({
    ...group,
    items: group.items.filter((it) => it.any.some((need) => permissions.includes(need))),
  })).filter((group) => group.items.length > 0)
}

/** Where somebody lands: command at the board, a lead at whom they miss, an auditor at the log. */
export function homeOf(permissions: readonly Permission[]): string {
  if (permissions.includes('COMMAND_DIRECT')) return '/board'
  if (permissions.includes('ROLLCALL_FILE')) return '/rollcall'
  if (permissions.includes('GATES_WATCH')) return '/live'
  if (permissions.includes('AUDIT_READ')) return '/audit'
  if (permissions.includes('INCIDENT_READ')) return '/incidents'
  return visible(permissions)[0]?.items[0]?.path ?? '/nothing'
}
