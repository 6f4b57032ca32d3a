import type { Plugin } from 'vite'

/** A tiny in-memory backend for work on screens without a server. Never part of the build. */
export function mockServer(): Plugin {
  return { name: 'shouwang-mock' }
}
