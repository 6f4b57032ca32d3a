import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/status',
    name: 'status',
    component: () => import('./StatusPage.vue'),
    meta: { any: ['STATUS_READ'] },
  },
  {
    path: '/status/:id',
    name: 'person-status',
    component: () => import('./PersonStatusPage.vue'),
    props: true,
    meta: { any: ['STATUS_READ'] },
  },
  {
    path: '/appeals',
    name: 'appeals',
    component: () => import('./AppealsPage.vue'),
    meta: { any: ['STATUS_DECIDE'] },
  },
  // a person's own page: no account, the key after the # opens it
  { path: '/me', name: 'me', component: () => import('./OwnPage.vue'), meta: { open: true } },
]
