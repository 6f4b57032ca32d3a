import type { RouteRecordRaw } from 'vue-router'

const read = { any: ['REPORTS_READ'] }

export const routes: RouteRecordRaw[] = [
  { path: '/board', name: 'board', component: () => import('./BoardPage.vue'), meta: read },
  {
    path: '/ledgers',
    name: 'ledgers',
    component: () => import('./LedgersPage.vue'),
    meta: { any: ['REPORTS_READ', 'CASES_READ'] },
  },
  {
    path: '/documents',
    name: 'documents',
    component: () => import('./DocumentsPage.vue'),
    meta: read,
  },
  {
    path: '/documents/:id',
    name: 'document',
    component: () => import('./DocumentPage.vue'),
    meta: read,
    props: true,
  },
  {
    path: '/figures/:key',
    name: 'figure',
    component: () => import('./FigurePage.vue'),
    meta: read,
  },
]
