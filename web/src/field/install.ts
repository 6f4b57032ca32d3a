import { ref } from 'vue'

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

let offered: InstallPrompt | null = null

/** Android and desktop Chromium offer to install; iOS only tells how. */
export const installable = ref(false)

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  offered = event as InstallPrompt
  installable.value = true
})

export async function install(): Promise<void> {
  installable.value = false
  await offered?.prompt()
  offered = null
}
