import { readFileSync } from 'node:fs'

type Environment = Record<string, string | undefined>

/** Orchestrators tell a process where their services are in variables named after them: a service called "halo" makes HALO_PORT=tcp://10.0.0.7:4000. */
const ofServices =
  /^HALO_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/
const address = /^(?:tcp|udp|sctp):\/\//

/**
 * The environment as settings: what only tells of services is left out, and `NAME_FILE` gives what stands in a file as `NAME`, as secrets are mounted.
 * Answers what is wrong with the files beside it.
 */
export function readEnvironment(env: Environment, names: string[]): { values: Environment; problems: string[] } {
  const values = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => names.includes(name) || !tellsOfService(name, value)),
  )
  const problems: string[] = []
  for (const name of names) {
    const path = values[`${name}_FILE`]?.trim()
    delete values[`${name}_FILE`]
    if (!path) continue
    if (values[name]?.trim()) {
      problems.push(`${name}_FILE: is set beside ${name}. Right would be one of the two.`)
      continue
    }
    try {
      values[name] = readFileSync(path, 'utf8').trim()
    } catch (error) {
      const { code = 'unreadable' } = error as NodeJS.ErrnoException
      problems.push(`${name}_FILE: "${path}" cannot be read (${code}). Right would be a file that holds ${name}.`)
    }
  }
  return { values, problems }
}

function tellsOfService(name: string, value: string | undefined): boolean {
  if (!ofServices.test(name)) return false
  return !name.endsWith('PORT') || name.endsWith('SERVICE_PORT') || address.test(value ?? '')
}
