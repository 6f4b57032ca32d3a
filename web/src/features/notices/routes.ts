import type { RouteRecordRaw } from 'vue-router'

const read = { any: ['COMMAND_READ'] }

export const routes: RouteRecordRaw[] = [
  { path: '/notices', name: 'notices', component: () => import('./NoticesPage.vue'), meta: read },
  {
    path: '/notices/:id',
    name: 'notice',
    component: () => import('./NoticeScreen.vue'),
    meta: read,
    props: true,
  },
]
