import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/isolation/terms',
    name: 'isolationTerms',
    component: () => import('./TermsPage.vue'),
    meta: { any: ['POLICY_READ'] },
  },
]
