import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/units',
    name: 'units',
    component: () => import('./UnitsScreen.vue'),
    meta: { any: ['PEOPLE_READ'] },
  },
]
