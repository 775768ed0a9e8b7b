import { startHalo, type Halo } from './app.ts'
import { BadConfig, readConfig, type Config } from './ground/config.ts'
import { Unavailable } from './ground/errors.ts'
import { untilReachable } from './ground/reachable.ts'

/** Whoever stops processes seldom waits longer than 10 s before killing them. */
const longestEndMs = 9_000

/** Reads the settings, starts, prints where everything is, and ends cleanly when asked to, also while it starts. */
async function run(): Promise<void> {
  const config = readConfig(process.env)
  let halo: Halo | null = null
  let ending = false
  const end = async (drainMs?: number) => {
    // A second Ctrl-C means now.
    if (ending) process.exit(130)
    ending = true
    // What was confirmed is stored; whatever still hangs then hangs on a line that is dead.
    setTimeout(() => process.exit(0), longestEndMs)
    await halo?.close(drainMs)
    process.exit(0)
  }
  process.on('SIGINT', () => end())
  process.on('SIGTERM', () => end())
  // A promise that nobody waits for is a defect, and no reason to leave everybody alone whom this process serves.
  process.on('unhandledRejection', (error) =>
    halo ? halo.ctx.log.error({ error }, 'a promise was left alone') : console.error(error),
  )
  halo = await start(config)
  // The next one takes running replies up at once.
  halo.onHandOver(() => void end(0))
  welcome(halo, config.demo)
}

/** A server that goes away again while everything starts is waited for like one that is not there yet. */
async function start(config: Config): Promise<Halo> {
  const servers = Boolean(config.databaseUrl || config.natsUrl)
  for (;;) {
    if (servers) await untilReachable(config, (sentence) => console.error(sentence))
    try {
      return await startHalo(config)
    } catch (error) {
      if (!servers || !(error instanceof Unavailable)) throw error
      console.error(error.message)
    }
  }
}

/** Where everything is: for a person on a terminal as words, for whoever collects lines of JSON as one of them. */
function welcome({ url, setupUrl, services, ctx }: Halo, hasDemo: boolean): void {
  if (process.stdout.isTTY || process.env.NODE_ENV !== 'production')
    return console.log(wordsOf({ url, setupUrl, services, hasDemo }))
  const { log } = ctx
  log.info({ dashboard: `${url}/`, services }, 'Halo is running')
  // Under another name than a link's: this one is meant to be read here, once.
  if (setupUrl)
    log.warn({ firstOperator: setupUrl }, 'Nobody can sign in yet; create the first operator with this link')
}

type Welcome = Pick<Halo, 'url' | 'setupUrl' | 'services'> & { hasDemo: boolean }

function wordsOf({ url, setupUrl, services, hasDemo }: Welcome): string {
  const lines = services.includes('web')
    ? [
        '',
        `  Halo is running`,
        '',
        `  Dashboard   ${url}/`,
        ...(hasDemo ? [`  Demo site   ${url}/demo`] : []),
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
  console.error(error instanceof BadConfig || error instanceof Unavailable ? error.message : error)
  process.exit(1)
})
