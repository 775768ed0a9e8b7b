import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alone } from './lock.js'

// Runs before anything is installed, on whatever Node the host has: plain JavaScript, nothing but Node's own modules.

const root = dirname(dirname(fileURLToPath(import.meta.url)))

if (!isInstalled()) {
  await alone('install', root, async () => {
    // Somebody else may have done it while we waited.
    if (!isInstalled()) await install()
  })
}

/** npm leaves behind what it installed; that must be what the lock file asks for. */
function isInstalled() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  const wanted = readPackages(join(root, 'package-lock.json'))
  if (!installed || !existsSync(join(root, 'node_modules', '.bin', 'node'))) return false
  return Object.entries(wanted ?? {}).every(
    ([path, { version, optional }]) => !path || optional || installed[path]?.version === version,
  )
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return null
  }
}

async function install() {
  console.error('Installing what Halo needs. This takes about a minute, once.')
  // Not `npm ci`: it insists on the packages of every platform, and a registry that lacks one for a machine that is not ours would stop us.
  // What the lock file names is installed all the same, and nothing is written to it.
  const { code, output } = await runNpm([
    'install',
    '--no-save',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  if (code === 0 && isInstalled()) return
  console.error(output.trim())
  console.error(
    `\nThe packages could not be installed (npm ended with ${code}). Check the network and the free disk space, then run the command again.`,
  )
  process.exit(1)
}

/** With the host's own node: the one in node_modules is about to be replaced. */
function runNpm(args) {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes(join('node_modules', '.bin')) && !folder.includes(`${sep}node-gyp-bin`))
  return new Promise((ended) => {
    const npm = spawn('npm', args, {
      cwd: root,
      env: { ...process.env, PATH: path.join(delimiter) },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    npm.stdout.on('data', (chunk) => (output += chunk))
    npm.stderr.on('data', (chunk) => (output += chunk))
    npm.on('error', (error) => ended({ code: error.code, output: `${output}\n${error.message}` }))
    npm.on('close', (code) => ended({ code, output }))
  })
}
