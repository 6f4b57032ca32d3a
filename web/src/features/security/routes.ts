import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/accounts',
    name: 'accounts',
    component: () => import('./AccountsPage.vue'),
    meta: { any: ['ACCOUNTS_MANAGE'] },
  },
  {
    path: '/devices',
    name: 'devices',
    component: () => import('./DevicesPage.vue'),
    meta: { any: ['DEVICES_MANAGE'] },
  },
]
