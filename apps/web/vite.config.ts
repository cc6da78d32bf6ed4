import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = process.env.RAPPORT_API ?? 'http://localhost:4400'

export default defineConfig({
  base: '/',
  plugins: [react()],
  resolve: {
    alias: {
      '@contract': fileURLToPath(new URL('../server/src/features', import.meta.url)),
    },
  },
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: false, chunkSizeWarningLimit: 700 },
  server: {
    port: 4401,
    proxy: Object.fromEntries(['/v1', '/openapi.json', '/docs', '/sdk'].map((path) => [path, { target: api }])),
  },
})
