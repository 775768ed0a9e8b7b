import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, defineConfig, type Plugin } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const outDir = fileURLToPath(new URL('../dist/widget', import.meta.url))
const budget = 25_000

/** The panel is built first; the loader is a classic script that must know the panel's hashed name. */
export default defineConfig({
  root: here,
  oxc: { jsx: { importSource: 'preact' } },
  build: {
    outDir, emptyOutDir: true, target: 'es2022', modulePreload: false,
    rollupOptions: { input: `${here}panel.tsx`, preserveEntrySignatures: 'strict', output: { format: 'es', entryFileNames: 'panel-[hash].js' } },
  },
  plugins: [thenLoader()],
})

function thenLoader(): Plugin {
  return {
    name: 'then-loader',
    async closeBundle() {
      const panel = readdirSync(outDir).find((name) => name.startsWith('panel-'))!
      await build({
        root: here, configFile: false, logLevel: 'warn',
        define: { PANEL: JSON.stringify(panel) },
        build: { outDir, emptyOutDir: false, modulePreload: false, target: 'es2022', rollupOptions: { input: `${here}loader.ts`, output: { format: 'iife', entryFileNames: 'widget.js' } } },
      })
      weigh()
    },
  }
}

/** Visitors pay for every byte on every page of somebody else's site. */
function weigh(): void {
  const sizes = readdirSync(outDir).filter((name) => name.endsWith('.js')).map((name) => ({ name, size: gzipSync(readFileSync(`${outDir}/${name}`)).length }))
  const total = sizes.reduce((sum, { size }) => sum + size, 0)
  console.error(`Widget: ${sizes.map(({ name, size }) => `${name} ${size}`).join(', ')}: ${total} of ${budget} bytes, gzipped`)
  if (total > budget) throw new Error(`The widget weighs ${total} bytes gzipped; ${budget} are allowed`)
}
