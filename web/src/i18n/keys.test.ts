import { describe, expect, it } from 'vitest'

type Tree = { [key: string]: string | Tree }

const files = import.meta.glob<Tree>('./*/*.json', { eager: true, import: 'default' })

function keysOf(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  )
}

function textsOf(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : textsOf(value, `${prefix}${key}.`),
  )
}

function holesOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort()
}

const names = [...new Set(Object.keys(files).map((path) => path.split('/').pop()!))]

describe('texts', () => {
  it.each(names)('%s exists in both languages with the same keys and placeholders', (name) => {
    const zh = files[`./zh-CN/${name}`]
    const en = files[`./en/${name}`]
    expect(zh, `zh-CN/${name}`).toBeDefined()
    expect(en, `en/${name}`).toBeDefined()
    expect(keysOf(en!).sort()).toEqual(keysOf(zh!).sort())
    const english = Object.fromEntries(textsOf(en!))
    for (const [key, text] of textsOf(zh!)) {
      expect([key, new Set(holesOf(english[key]!))]).toEqual([key, new Set(holesOf(text))])
      expect(text.trim(), key).not.toBe('')
      expect(english[key]!.trim(), key).not.toBe('')
    }
  })

  it('leaves no Chinese in English texts but for names of languages', () => {
    for (const [path, tree] of Object.entries(files)) {
      if (!path.startsWith('./en/')) continue
      for (const [key, text] of textsOf(tree)) {
        if (key === 'language' || key.startsWith('language.')) continue
        expect([path, key, /[\u4e00-\u9fff]/.test(text)]).toEqual([path, key, false])
      }
    }
  })

  it('writes Chinese with Chinese punctuation', () => {
    for (const [path, tree] of Object.entries(files)) {
      if (!path.startsWith('./zh-CN/')) continue
      for (const [key, text] of textsOf(tree)) {
        expect([path, key, text.match(/[\u4e00-\u9fff”）][,;:?!]/)]).toEqual([path, key, null])
      }
    }
  })
})
