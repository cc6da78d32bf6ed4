/** Builds what browsers load: one bundle a mode, `--mode NAME`. */
import { defineConfig } from 'vite'

interface Bundle {
  entry: string
  fileName: string
  format: 'iife' | 'es'
}

const bundles: Record<string, Bundle> = {
  /** For the snippet's script tag. */
  script: { entry: 'src/browser-entry.ts', fileName: 'rapport.js', format: 'iife' },
  /** What that loads once a survey is due. */
  survey: { entry: 'src/widgets/survey/widget-entry.ts', fileName: 'survey.js', format: 'iife' },
  /** Of a survey's own page. */
  'survey-page': { entry: 'src/widgets/survey/page/page-entry.ts', fileName: 'survey-page.js', format: 'iife' },
  /** For npm. */
  module: { entry: 'src/index.ts', fileName: 'rapport.mjs', format: 'es' },
}

export default defineConfig(({ mode }) => {
  const { entry, fileName, format } = bundles[mode] ?? bundles['module']!
  return {
    oxc: { jsx: { runtime: 'classic', pragma: 'h', development: false } },
    build: {
      target: 'es2020',
      outDir: 'dist',
      // The script is built first; the others must leave it where it is.
      emptyOutDir: mode === 'script',
      minify: format === 'iife',
      reportCompressedSize: false,
      lib: { entry, formats: [format], name: 'rapportScript', fileName: () => fileName },
    },
  }
})
