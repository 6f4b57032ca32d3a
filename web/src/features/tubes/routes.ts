import type { RouteRecordRaw } from 'vue-router'

const tubes = { any: ['SAMPLING_READ', 'LABORATORY_REPORT'] }
const results = { any: ['RESULTS_READ', 'LABORATORY_REPORT'] }
const conflicts = { any: ['SAMPLING_READ'] }
const manage = { any: ['SAMPLING_MANAGE'] }

export const routes: RouteRecordRaw[] = [
  { path: '/tubes', name: 'tubes', component: () => import('./TubesPage.vue'), meta: tubes },
  {
    path: '/tubes/results',
    name: 'tube-results',
    component: () => import('./ResultsPage.vue'),
    meta: results,
  },
  {
    path: '/tubes/entries',
    name: 'tube-entries',
    component: () => import('./EntriesPage.vue'),
    meta: results,
  },
  {
    path: '/tubes/problems',
    name: 'tube-problems',
    component: () => import('./ProblemsPage.vue'),
    meta: results,
  },
  {
    path: '/tubes/conflicts',
    name: 'tube-conflicts',
    component: () => import('./ConflictsPage.vue'),
    meta: conflicts,
  },
  {
    path: '/tubes/reconciliations',
    name: 'tube-reconciliations',
    component: () => import('./ReconciliationsPage.vue'),
    meta: manage,
  },
  {
    path: '/tubes/labels',
    name: 'tube-labels',
    component: () => import('./LabelsPage.vue'),
    meta: manage,
  },
  {
    path: '/tubes/:code',
    name: 'tube',
    component: () => import('./TubePage.vue'),
    meta: tubes,
    props: true,
  },
]
