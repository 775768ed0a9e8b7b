import { FetchFailed, type Fetcher } from '../knowledge/sources/fetch.ts'
import { ModelFailed } from './model.ts'

type Fetch = typeof globalThis.fetch

/** For addresses that were entered on a screen: what is not of the public internet is asked only where the settings allow it. */
export function publicFetch(fetcher: Fetcher): Fetch {
  return async (address, init) => {
    try {
      return await fetcher.request(address instanceof Request ? address.url : address.toString(), init)
    } catch (error) {
      for (let cause = error; cause instanceof Error; cause = cause.cause)
        if (cause instanceof FetchFailed) throw new ModelFailed(cause.message, { cause: error })
      throw error
    }
  }
}
