import type { RouteRecordRaw } from 'vue-router'

const meta = { any: ['SAMPLING_READ'] }

export const routes: RouteRecordRaw[] = [
  { path: '/rounds', name: 'rounds', component: () => import('./RoundsPage.vue'), meta },
  { path: '/points', name: 'points', component: () => import('./PointsPage.vue'), meta },
  {
    path: '/test-calendar',
    name: 'calendar',
    component: () => import('./CalendarPage.vue'),
    meta,
  },
]
