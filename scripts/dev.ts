import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { ProxyOptions } from 'vite'
import { buildOnce } from './build.ts'
import { root } from './run-tests.ts'

/**
 * Halo while it is being written: the server starts again when one of its files changes, and Vite puts a change of the dashboard on the screen by itself.
 * The widget and the demo site come from the server, as they were built. Settings are read as ever; `PORT` is the server's.
 */
const port = process.env.PORT ?? '4000'
const server = `http://127.0.0.1:${port}`
const dashboardPort = Number(process.env.HALO_TEST_DEV_PORT ?? 4001)

async function main(): Promise<void> {
  await buildOnce()
  await mustBeFree(Number(port))
  const child = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/main.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PORT: port },
  })
  const { createServer: createVite } = await import('vite')
  const vite = await createVite({
    configFile: join(root, 'dashboard', 'vite.config.ts'),
    server: { host: '127.0.0.1', port: dashboardPort, strictPort: true, proxy: proxied() },
    clearScreen: false,
  })
  await vite.listen()
  console.log(`The dashboard, as you write it: http://127.0.0.1:${dashboardPort}`)
  const end = () => {
    child.kill()
    vite.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  child.once('exit', end)
}

/** Everything that is not a file of the dashboard's. The server believes only its own pages, so requests come as from one of them. */
function proxied(): Record<string, ProxyOptions> {
  const toServer: ProxyOptions = {
    target: server,
    changeOrigin: true,
    rewriteWsOrigin: true,
    ws: true,
    configure: (proxy) =>
      proxy.on('proxyReq', (request) => {
        if (request.hasHeader('origin')) request.setHeader('origin', server)
      }),
  }
  return Object.fromEntries(['/api', '/widget', '/demo'].map((path) => [path, toServer]))
}

async function mustBeFree(wanted: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((free, taken) => {
    probe.once('error', () => taken(new Error(`Port ${wanted} is taken. PORT names another.`)))
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => free()))
  })
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
