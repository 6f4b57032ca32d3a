import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/imports',
    name: 'imports',
    component: () => import('./ImportsScreen.vue'),
    meta: { any: ['PEOPLE_MANAGE'] },
  },
  {
    path: '/imports/:id',
    name: 'import',
    component: () => import('./ImportScreen.vue'),
    meta: { any: ['PEOPLE_MANAGE'] },
    props: true,
  },
]
