import './style/element'
import { createApp } from 'vue'
import App from './shell/App.vue'
import { i18n } from './shell/i18n'
import { router } from './shell/router'
import { openSession } from './shell/session'

// The router asks who is signed in, so the session comes first; a server that is away leaves the
// sign-in page, which says so when used.
void openSession()
  .catch(() => undefined)
  .then(() => createApp(App).use(i18n).use(router).mount('#app'))
