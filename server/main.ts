import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// The program. What was compiled at an earlier start is read instead of compiled again, which must be asked for before anything of it is imported.
// A folder that cannot be written only makes starts slower.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
await import('./run.ts')
