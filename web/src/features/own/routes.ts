import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  // a person's own page: no account, what stands in the address opens it
  {
    path: '/own/:token',
    name: 'own',
    component: () => import('./OwnPage.vue'),
    props: true,
    meta: { open: true },
  },
]
