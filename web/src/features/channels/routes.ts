import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/channels',
    name: 'channels',
    component: () => import('./ChannelsPage.vue'),
    meta: { any: ['CHANNELS_MANAGE'] },
  },
  { path: '/inbox', name: 'inbox', component: () => import('./InboxPage.vue') },
]
