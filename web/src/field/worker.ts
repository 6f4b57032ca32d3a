/**
 * Registers the service worker. A new version takes over only when `idle()` says that nothing is in
 * progress; the queue lies in IndexedDB and no update touches it.
 */
export async function keepInstalled(idle: () => boolean, onWaiting: () => void): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  let reloading = false
  const hadController = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!hadController || reloading) return
    reloading = true
    location.reload()
  })
  const registration = await navigator.serviceWorker.register('/field/sw.js', { scope: '/field/' })
  const offer = () => {
    if (registration.waiting === null || navigator.serviceWorker.controller === null) return
    onWaiting()
    if (idle()) registration.waiting.postMessage({ type: 'SKIP_WAITING' })
  }
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer)
  })
  setInterval(offer, 30_000)
  setInterval(() => void registration.update().catch(() => undefined), 30 * 60_000)
  offer()
}
