import { AsyncLocalStorage } from 'node:async_hooks'

/** A write or snapshot at work, as seen by whatever runs within it. */
interface Scope {
  kind: 'write' | 'snapshot'
  open: boolean
}

const current = new AsyncLocalStorage<Scope>()

/** Whatever `work` calls, however deep, is within this scope until `work` is done. */
export function within<T>(kind: Scope['kind'], work: () => Promise<T>): Promise<T> {
  const scope: Scope = { kind, open: true }
  return current.run(scope, work).finally(() => {
    scope.open = false
  })
}

/** Waiting for another turn of the database inside one would wait for ever: for the only writer on SQLite, for a free connection on PostgreSQL. */
export function mustBeOutside(wanted: string): void {
  const scope = current.getStore()
  if (scope?.open)
    throw new Error(
      `A ${wanted} inside a ${scope.kind} would wait for itself. Use the connection that the ${scope.kind} was given.`,
    )
}
