import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/rollcall',
    name: 'rollcall',
    component: () => import('./RollCallPage.vue'),
    meta: { any: ['ROLLCALL_READ'] },
  },
]
