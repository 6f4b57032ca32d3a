import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { homeOf } from './navigation'
import { can, session } from './session'

/** Each feature brings its own routes; the shell knows none of their screens. */
const features = import.meta.glob<RouteRecordRaw[]>('../features/*/routes.ts', {
  eager: true,
  import: 'routes',
})

/** Ids are UUIDs: what is typed in their place belongs to no page and says so. */
const UUID = ':id([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})'

const withIds = (route: RouteRecordRaw) => ({ ...route, path: route.path.replace(/:id\b/, UUID) })

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: () => homeOf(session.me?.permissions ?? []) },
  ...Object.values(features).flat().map(withIds),
  { path: '/password', name: 'password', component: () => import('./PasswordPage.vue') },
  { path: '/nothing', name: 'nothing', component: () => import('./NothingPage.vue') },
  { path: '/forbidden', name: 'forbidden', component: () => import('./ForbiddenPage.vue') },
  { path: '/:rest(.*)*', name: 'unknown', component: () => import('./UnknownPage.vue') },
]

export const router = createRouter({ history: createWebHistory('/'), routes })

router.beforeEach((to) => {
  if (!session.me) return true
  if (session.me.mustChangePassword && to.name !== 'password') return '/password'
  const any = to.meta['any'] as Parameters<typeof can> | undefined
  if (any && !can(...any)) return '/forbidden'
  return true
})
