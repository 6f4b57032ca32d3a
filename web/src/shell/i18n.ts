import { gather, makeI18n, type Messages } from '@/i18n'

const files = import.meta.glob<Messages>(['../i18n/*/*.json', '!../i18n/*/field.json'], {
  eager: true,
  import: 'default',
})

export const i18n = makeI18n({ 'zh-CN': gather(files, 'zh-CN'), en: gather(files, 'en') })
