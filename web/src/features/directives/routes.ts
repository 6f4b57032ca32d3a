import type { RouteRecordRaw } from 'vue-router'

const read = { any: ['COMMAND_READ'] }

export const routes: RouteRecordRaw[] = [
  {
    path: '/directives',
    name: 'directives',
    component: () => import('./DirectivesPage.vue'),
    meta: read,
  },
  {
    path: '/directives/:id',
    name: 'directive',
    component: () => import('./DirectiveScreen.vue'),
    meta: read,
    props: true,
  },
]
