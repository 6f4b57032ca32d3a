import type { RouteRecordRaw } from 'vue-router'

const read = { any: ['INCIDENT_READ'] }

export const routes: RouteRecordRaw[] = [
  {
    path: '/enquiries',
    name: 'enquiries',
    component: () => import('./EnquiriesPage.vue'),
    meta: read,
  },
  {
    path: '/enquiries/:id',
    name: 'enquiry',
    component: () => import('./EnquiryPage.vue'),
    props: true,
    meta: read,
  },
]
