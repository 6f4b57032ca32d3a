import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/places',
    name: 'places',
    component: () => import('./PlacesPage.vue'),
    meta: { any: ['PEOPLE_READ', 'GATES_WATCH'] },
  },
]
