/// <reference lib="webworker" />
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[]
}

// The shell, whole, before this version counts as installed: a cold start needs no network. Answers
// of the API are never cached here; what the app may keep, it keeps sealed in IndexedDB.
cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/field/index.html'), { allowlist: [/^\/field\//] }),
)

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// A new version waits until the app says that nobody stands at the gate.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
