import type { RouteRecordRaw } from 'vue-router'
import { keyOf } from '@/domain/linkKey'

export const routes: RouteRecordRaw[] = [
  // a person's own page: no account, the key after the # opens it
  {
    path: '/own',
    name: 'own',
    component: () => import('./OwnPage.vue'),
    props: (route) => ({ token: keyOf(route.hash) }),
    meta: { open: true },
  },
  // a link of an older version, printed or kept
  {
    path: '/own/:token',
    redirect: (route) => ({ path: '/own', hash: `#${String(route.params['token'])}` }),
  },
]
