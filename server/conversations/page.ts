import type { Page } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'

/** A page as it is kept: its address up to the path, for what follows it may let somebody in who reads it here. */
export function pageToKeep({ keepQueries }: Pick<Context, 'keepQueries'>, page: Page): Page {
  return keepQueries ? page : { ...page, url: page.url.slice(0, endOfPath(page.url)) }
}

function endOfPath(url: string): number {
  const end = url.search(/[?#]/)
  return end < 0 ? url.length : end
}
