import { BadConfig, readConfig } from './ground/config.ts'
import { startHalo } from './app.ts'

/** Reads the settings, starts, prints where everything is, and ends cleanly when asked to. */
async function run(): Promise<void> {
  const halo = await startHalo(readConfig(process.env))
  let ending = false
  const end = async () => {
    // A second Ctrl-C means now.
    if (ending) process.exit(130)
    ending = true
    await halo.close()
    process.exit(0)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  console.log(welcome(halo))
}

function welcome({ url, setupUrl, services }: Awaited<ReturnType<typeof startHalo>>): string {
  const lines = services.includes('web')
    ? [
        '',
        `  Halo is running`,
        '',
        `  Dashboard   ${url}/`,
        `  Demo site   ${url}/demo`,
        `  API         ${url}/api/docs`,
      ]
    : ['', `  Halo is running: ${services.join(', ')}`]
  if (setupUrl)
    lines.push(
      '',
      '  Nobody can sign in yet. Create the first operator with this link; it works once:',
      `  ${setupUrl}`,
    )
  return [...lines, ''].join('\n')
}

run().catch((error) => {
  console.error(error instanceof BadConfig ? error.message : error)
  process.exit(1)
})
