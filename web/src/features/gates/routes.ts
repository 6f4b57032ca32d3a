import type { RouteRecordRaw } from 'vue-router'

const watch = { any: ['GATES_WATCH'] }
const act = { any: ['GATES_ACT', 'GATES_APPROVE'] }

export const routes: RouteRecordRaw[] = [
  { path: '/live', name: 'live', component: () => import('./LivePage.vue'), meta: watch },
  { path: '/inside', name: 'inside', component: () => import('./InsidePage.vue'), meta: watch },
  { path: '/passes', name: 'passes', component: () => import('./PassesPage.vue'), meta: watch },
  { path: '/holds', name: 'holds', component: () => import('./HoldsPage.vue'), meta: watch },
  {
    path: '/overrides',
    name: 'overrides',
    component: () => import('./OverridesPage.vue'),
    meta: watch,
  },
  { path: '/sheets', name: 'sheets', component: () => import('./SheetsPage.vue'), meta: act },
  {
    path: '/evacuations/:id',
    name: 'evacuation',
    component: () => import('./EvacuationPage.vue'),
    meta: act,
    props: true,
  },
]
