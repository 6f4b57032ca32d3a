import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/cases',
    name: 'cases',
    component: () => import('./CasesPage.vue'),
    meta: { any: ['CASES_READ'] },
  },
  {
    path: '/cases/chains',
    name: 'chains',
    component: () => import('./ChainsPage.vue'),
    meta: { any: ['CASES_READ'] },
  },
  {
    path: '/cases/:id',
    name: 'case',
    component: () => import('./CasePage.vue'),
    props: true,
    meta: { any: ['CASES_READ'] },
  },
]
