import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/people',
    name: 'people',
    component: () => import('./PeopleScreen.vue'),
    meta: { any: ['PEOPLE_READ'] },
  },
  {
    path: '/people/:id',
    name: 'person',
    component: () => import('./PersonScreen.vue'),
    meta: { any: ['PEOPLE_READ'] },
    props: true,
  },
]
