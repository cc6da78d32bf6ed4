/** Builds the SDK twice: `--mode script` for the snippet's script tag, `--mode module` for npm. */
import { defineConfig } from 'vite'

export default defineConfig(({ mode }) => {
  const isScript = mode === 'script'
  return {
    build: {
      target: 'es2020',
      outDir: 'dist',
      // The module build runs second and must leave the script where it is.
      emptyOutDir: isScript,
      minify: isScript,
      reportCompressedSize: false,
      lib: {
        entry: isScript ? 'src/browser-entry.ts' : 'src/index.ts',
        formats: [isScript ? 'iife' : 'es'],
        name: 'rapportScript',
        fileName: () => (isScript ? 'rapport.js' : 'rapport.mjs'),
      },
    },
  }
})
