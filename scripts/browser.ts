import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/** Debian's shell without windows starts a browser's context at a third of the cost; it goes first. */
const usual = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium on this machine; `HALO_CHROMIUM` names one that lies elsewhere. Settings of a person are read only by a whole one. */
export function findBrowser(kind: 'any' | 'with settings' = 'any'): string | null {
  const named = process.env.HALO_CHROMIUM
  const isEnough = (path: string) => kind === 'any' || !path.endsWith('headless-shell')
  if (named && isEnough(named)) return named
  return [...usual.filter(isEnough), chromium.executablePath()].find(existsSync) ?? null
}

/** Finds one or installs one, and says what to do if neither works. */
export function requireBrowser(): string {
  const found = findBrowser()
  if (found) return found
  console.error('No Chromium was found. Installing one for the browser tests.')
  for (const install of [installFromDebian, installFromPlaywright]) {
    try {
      install()
    } catch (error) {
      console.error((error as Error).message)
    }
    const installed = findBrowser()
    if (installed) return installed
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be installed. Install Chromium or Chrome, or set HALO_CHROMIUM to the path of one, and run the tests again.',
  )
}

function installFromDebian(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-q', '-y', '-o', 'Acquire::Retries=3', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  apt('update')
  apt('install', '--no-install-recommends', 'chromium-headless-shell')
}

function installFromPlaywright(): void {
  const program = fileURLToPath(import.meta.resolve('playwright-core/cli.js'))
  execFileSync(process.execPath, [program, 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
