import type { Page } from './types'

/** Walks a list by key. Pages that were asked for before a new start are dropped when they arrive. */
export class Pager<T> {
  items: T[] = []
  next: string | null = null
  total: number | null = null
  loading = false
  /** The first page of the present filters has arrived. */
  loaded = false
  error: unknown = null
  private turn = 0
  private readonly fetchPage: (after: string | null) => Promise<Page<T>>

  constructor(fetchPage: (after: string | null) => Promise<Page<T>>) {
    this.fetchPage = fetchPage
  }

  get hasMore(): boolean {
    return this.next !== null
  }

  /** Starts anew from the first page; what is shown stays until it arrives. */
  async restart(): Promise<void> {
    const turn = ++this.turn
    await this.load(null, turn, (page) => {
      this.items = page.items
      this.loaded = true
    })
  }

  async more(): Promise<void> {
    if (this.loading || this.next === null) return
    const turn = this.turn
    await this.load(this.next, turn, (page) => {
      this.items = this.items.concat(page.items)
    })
  }

  /**
   * Loads until all are there or so many are; what is shown on paper can't be asked for more.
   *
   * @returns whether all are there; false also when a page failed or a new start came between
   */
  async all(most: number): Promise<boolean> {
    const turn = this.turn
    while (this.next !== null && this.items.length < most) {
      const before = this.items.length
      await this.more()
      if (turn !== this.turn || this.error || this.items.length === before) return false
    }
    return this.next === null
  }

  private async load(
    after: string | null,
    turn: number,
    take: (page: Page<T>) => void,
  ): Promise<void> {
    this.loading = true
    this.error = null
    try {
      const page = await this.fetchPage(after)
      if (turn !== this.turn) return
      take(page)
      this.next = page.next ?? null
      if (page.total !== undefined && page.total !== null) this.total = page.total
      else if (after === null) this.total = null
    } catch (error) {
      if (turn === this.turn) this.error = error
    } finally {
      if (turn === this.turn) this.loading = false
    }
  }
}
