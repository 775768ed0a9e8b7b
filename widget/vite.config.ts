import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const outDir = fileURLToPath(new URL('../dist/widget', import.meta.url))
/** Bytes, gzipped. The first is paid for by every page, the second by who chats. */
const budgets = { loader: 5000, panel: 25_000 }
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const common = {
  outDir,
  target: 'es2022',
  cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
  modulePreload: false,
} satisfies InlineConfig['build']

/** The panel is built first; the loader is a classic script that must know the panel's hashed name. */
export default defineConfig({
  root: here,
  // Calls of h are shorter than those of the newer runtime, which would come on top.
  oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment', pure: false } },
  build: {
    ...common,
    emptyOutDir: true,
    // As a library, or a helper for preloading wraps each import; libraries keep their spaces unless told otherwise.
    lib: { entry: { panel: `${here}panel.tsx`, surroundings: `${here}surroundings.ts` }, formats: ['es'] },
    rolldownOptions: {
      output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js', minify: true },
    },
  },
  plugins: [withH(), thenLoader()],
})

/** Only where there is markup: what is fetched later must not pull the library out into a file of its own. */
function withH(): Plugin {
  return {
    name: 'with-h',
    enforce: 'pre',
    transform: (code, id) => (id.endsWith('.tsx') ? `import { h, Fragment } from 'preact'\n${code}` : null),
  }
}

function thenLoader(): Plugin {
  return {
    name: 'then-loader',
    async closeBundle() {
      await build({
        root: here,
        configFile: false,
        logLevel: 'warn',
        define: {
          PANEL: JSON.stringify(named('panel')),
          SURROUNDINGS: JSON.stringify(named('surroundings')),
          VERSION: JSON.stringify(version),
        },
        // As a library, or a polyfill for preloading is put in, which a classic script cannot run.
        build: {
          ...common,
          emptyOutDir: false,
          lib: { entry: `${here}loader.ts`, formats: ['iife'], name: 'HaloLoader', fileName: () => 'widget.js' },
        },
      })
      copyFileSync(`${here}halo.d.ts`, `${outDir}/halo.d.ts`)
      weigh()
    },
  }
}

const named = (part: string) => readdirSync(outDir).find((name) => name.startsWith(`${part}-`))!

/** Visitors pay for every byte on every page of somebody else's site. What few pages fetch is not counted: languages, polling, frames around elements, tokens; half a kilobyte each. What meets the page's own dialogs and shortcuts comes beside the panel, in a file of its own with one and a half. */
function weigh(): void {
  if (/^import\b/m.test(readFileSync(`${outDir}/${named('panel')}`, 'utf8')))
    throw new Error('The panel was split: what it imports at once would be one more request, and is not weighed.')
  const sizeOf = (name: string) => gzipSync(readFileSync(`${outDir}/${name}`), { level: 9 }).length
  const weights = [
    { name: 'widget.js', size: sizeOf('widget.js'), budget: budgets.loader },
    { name: 'panel', size: sizeOf(named('panel')), budget: budgets.panel },
  ]
  console.error(
    `Widget: ${weights.map(({ name, size, budget }) => `${name} ${size} of ${budget}`).join(', ')} bytes, gzipped`,
  )
  for (const { name, size, budget } of weights)
    if (size > budget) throw new Error(`${name} weighs ${size} bytes gzipped; ${budget} are allowed.`)
}
