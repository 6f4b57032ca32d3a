import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/policy',
    name: 'policy',
    component: () => import('./PolicyPage.vue'),
    meta: { any: ['POLICY_READ'] },
  },
  {
    path: '/policy/switch',
    name: 'policySwitch',
    component: () => import('./SwitchPage.vue'),
    meta: { any: ['POLICY_SWITCH'] },
  },
]
