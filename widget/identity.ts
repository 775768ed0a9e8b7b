import type { Options } from './options.ts'

/** Fetched only by pages that prove who their visitor is. Goes in with a token that is good; one that is known to have expired is never sent. */
export async function withProof<T>(options: Options, goIn: (userToken?: string) => Promise<T>): Promise<T> {
  const given = await freshToken(options)
  try {
    return await goIn(given)
  } catch (error) {
    if (!given || !isRefused(error)) throw error
    // The page may still hold the token of an hour ago; whoever can make a new one is asked once.
    options.userToken = undefined
    const newer = await freshToken(options)
    if (!newer || newer === given) throw error
    return goIn(newer)
  }
}

// By its status: the class would be one more file for everybody.
const isRefused = (error: unknown) => (error as { status?: number }).status === 403

async function freshToken(options: Options): Promise<string | undefined> {
  if (options.userToken && hasExpired(options.userToken)) options.userToken = undefined
  options.userToken ??= (await options.getUserToken?.()) ?? undefined
  return options.userToken && !hasExpired(options.userToken) ? options.userToken : undefined
}

/** What cannot be read here is for the server to judge. */
function hasExpired(token: string): boolean {
  try {
    const { exp } = JSON.parse(atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/'))) as {
      exp: number
    }
    return exp * 1000 < Date.now()
  } catch {
    return false
  }
}
