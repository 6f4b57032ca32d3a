import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/isolation/orders',
    name: 'isolationOrders',
    component: () => import('./OrdersPage.vue'),
    meta: { any: ['ISOLATION_READ'] },
  },
  {
    path: '/isolation/terms',
    name: 'isolationTerms',
    component: () => import('./TermsPage.vue'),
    meta: { any: ['POLICY_READ'] },
  },
]
