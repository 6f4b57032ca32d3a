import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/screening',
    name: 'screening',
    component: () => import('./ScreeningPage.vue'),
    meta: { any: ['SCREENING_READ'] },
  },
]
