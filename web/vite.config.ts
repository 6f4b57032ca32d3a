import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { VitePWA } from 'vite-plugin-pwa'
import { mockServer } from './mock/plugin.ts'

const backend = process.env['BACKEND'] ?? 'http://localhost:8080'
const backendPaths = ['/api', '/root-ca.crt', '/actuator']

/**
 * Two entries: the console at / and the field app at /field/. No inline script leaves this build, so
 * that the server can send a content security policy without 'unsafe-inline' and 'unsafe-eval' for
 * scripts; WebAssembly asks for 'wasm-unsafe-eval' only.
 */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  plugins: [
    vue(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/field',
      filename: 'sw.ts',
      outDir: 'dist/field',
      scope: '/field/',
      base: '/field/',
      buildBase: '/field/',
      injectRegister: false,
      registerType: 'prompt',
      manifest: false,
      injectManifest: {
        // The field app's own files only: the console is not for a guard's phone. Chunks are named
        // by entry below, so that the two sets can be told apart.
        globDirectory: 'dist',
        globPatterns: [
          'field/index.html',
          'assets/field/**/*',
          'assets/shared/**/*',
          'icons/field-*.png',
          'field/manifest.webmanifest',
        ],
        maximumFileSizeToCacheInBytes: 6 * 1024 * 1024,
        modifyURLPrefix: { '': '/' },
        rollupFormat: 'iife',
      },
    }),
    ...(process.env['MOCK'] ? [mockServer()] : []),
  ],
  build: {
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        console: fileURLToPath(new URL('./index.html', import.meta.url)),
        field: fileURLToPath(new URL('./field/index.html', import.meta.url)),
      },
      output: {
        entryFileNames: 'assets/[name]/[name]-[hash].js',
        chunkFileNames: (chunk) => `assets/${folderOf(chunk.moduleIds)}/[name]-[hash].js`,
        assetFileNames: (asset) =>
          `assets/${folderOfName(asset.originalFileNames, asset.names)}/[name]-[hash][extname]`,
      },
    },
  },
  server: { proxy: Object.fromEntries(backendPaths.map((path) => [path, backend])) },
  preview: { proxy: Object.fromEntries(backendPaths.map((path) => [path, backend])) },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], css: false },
})

/** A chunk belongs to the field app, to the console, or to both. */
function folderOf(modules: readonly string[]): string {
  const console = modules.some((id) =>
    /\/src\/(features|shell|ui)\/|element-plus|echarts|zrender|zxing.*writer/.test(id),
  )
  return console
    ? 'console'
    : modules.some((id) => /\/src\/field\/|\/vant\/|zxing|dexie/.test(id))
      ? 'field'
      : 'shared'
}

function folderOfName(files: readonly string[], names: readonly string[]): string {
  const all = [...files, ...names].join(' ')
  if (/field|vant|zxing_reader/.test(all)) return 'field'
  if (/features|shell|ui\/|element-plus|console|zxing_writer/.test(all)) return 'console'
  return 'shared'
}
