import type { RouteRecordRaw } from 'vue-router'

const act = { any: ['CASES_ACT'] }

export const routes: RouteRecordRaw[] = [
  {
    path: '/line-lists',
    name: 'lineLists',
    component: () => import('./LineListsPage.vue'),
    meta: act,
  },
  {
    path: '/line-lists/:id',
    name: 'lineList',
    component: () => import('./LineListPage.vue'),
    props: true,
    meta: act,
  },
]
