import { describe, expect, it } from 'vitest'
import { router } from './router'

const ID = '01957c3e-8f3a-7c11-9a51-0242ac120002'

describe('router', () => {
  it('opens pages by ids alone', () => {
    const pages = router.getRoutes().filter((route) => route.path.includes(':id'))
    expect(pages.length).toBeGreaterThan(8)
    for (const page of pages) {
      const base = page.path.slice(0, page.path.indexOf(':id'))
      expect(router.resolve(base + ID).name).toBe(page.name)
      expect(router.resolve(base + 'x1').name).toBe('unknown')
    }
  })

  it('takes no word for an id', () => {
    expect(router.resolve('/incidents/readiness').name).not.toBe('incident')
    expect(router.resolve('/people/merge').name).not.toBe('person')
  })
})
