import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/transfers',
    name: 'transfers',
    component: () => import('./TransfersPage.vue'),
    meta: { any: ['TRANSFER_READ'] },
  },
]
