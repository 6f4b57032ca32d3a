import { createI18n } from 'vue-i18n'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export type Messages = Record<string, unknown>

const STORED = 'shouwang.language'

/** The language chosen on this machine, Chinese unless told. */
export function storedLanguage(): Language {
  try {
    const stored = localStorage.getItem(STORED)
    return stored === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}

/** Whether somebody has chosen a language on this machine. */
export function chosenLanguage(): boolean {
  try {
    return localStorage.getItem(STORED) !== null
  } catch {
    return false
  }
}

export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(STORED, language)
  } catch {
    // Private mode: the choice lives as long as the page.
  }
  document.documentElement.lang = language
}

/**
 * Texts of one entry (console or field app): file name = first part of the key, so
 * `zh-CN/gates.json` gives `gates.…`.
 */
export function makeI18n(messages: Record<Language, Messages>) {
  const language = storedLanguage()
  document.documentElement.lang = language
  return createI18n({
    legacy: false,
    globalInjection: true,
    locale: language,
    fallbackLocale: 'zh-CN',
    messages: messages as Record<Language, never>,
    missingWarn: import.meta.env.DEV,
    fallbackWarn: false,
  })
}

/** `{'./zh-CN/gates.json': {…}}` → `{gates: {…}}`, for the files of one language. */
export function gather(files: Record<string, Messages>, language: Language): Messages {
  const gathered: Messages = {}
  for (const [path, texts] of Object.entries(files)) {
    const match = /\/([^/]+)\/([^/]+)\.json$/.exec(path)
    if (match && match[1] === language) gathered[match[2]!] = texts
  }
  return gathered
}
