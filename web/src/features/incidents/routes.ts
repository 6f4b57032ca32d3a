import type { RouteRecordRaw } from 'vue-router'

const read = { any: ['INCIDENT_READ'] }

export const routes: RouteRecordRaw[] = [
  {
    path: '/incidents',
    name: 'incidents',
    component: () => import('./IncidentsPage.vue'),
    meta: read,
  },
  {
    path: '/readiness',
    name: 'readiness',
    component: () => import('./ReadinessPage.vue'),
    meta: { any: ['INCIDENT_READ', 'COMMAND_CARRY_OUT'] },
  },
  {
    path: '/incidents/reports/:id',
    name: 'incidentReport',
    component: () => import('./ReportPage.vue'),
    props: true,
    meta: read,
  },
  {
    path: '/incidents/:id',
    name: 'incident',
    component: () => import('./IncidentPage.vue'),
    props: true,
    meta: read,
  },
]
