import { createI18n } from 'vue-i18n'
import en from '@/i18n/en/field.json'
import zh from '@/i18n/zh-CN/field.json'

export type Language = 'zh-CN' | 'en'

const KEY = 'shouwang.language'

function chosen(): Language {
  const kept = localStorage.getItem(KEY)
  return kept === 'en' || kept === 'zh-CN' ? kept : 'zh-CN'
}

export const i18n = createI18n({
  legacy: false,
  locale: chosen(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': { field: zh }, en: { field: en } },
})

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
  localStorage.setItem(KEY, language)
}
