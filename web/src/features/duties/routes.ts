import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/duties',
    name: 'duties',
    component: () => import('./DutiesPage.vue'),
    meta: { any: ['DUTIES_READ'] },
  },
]
