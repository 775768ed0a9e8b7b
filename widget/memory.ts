/** What the browser remembers for us. Private windows and strict settings may forbid it; then it lasts as long as the page. */
export interface Memory {
  get(name: string): string | null
  set(name: string, value: string | null): void
  /** Another tab changed it. Returns the way to stop. */
  watch(name: string, changed: () => void): () => void
}

function openMemory(storage: () => Storage, prefixNow: () => string): Memory {
  const prefixed = (name: string) => prefixNow() + name
  const fallback = new Map<string, string | null>()
  return {
    get(name) {
      if (fallback.has(name)) return fallback.get(name)!
      try {
        return storage().getItem(prefixed(name))
      } catch {
        return null
      }
    },
    set(name, value) {
      try {
        if (value === null) storage().removeItem(prefixed(name))
        else storage().setItem(prefixed(name), value)
        fallback.delete(name)
      } catch {
        fallback.set(name, value)
      }
    },
    watch(name, changed) {
      const listen = ({ key }: StorageEvent) => {
        if (key === prefixed(name)) changed()
      }
      addEventListener('storage', listen)
      return () => removeEventListener('storage', listen)
    },
  }
}

/** Kept across tabs and visits. Another user of the same browser has a memory of their own. */
export function lastingMemory(key: string, userId = ''): LastingMemory {
  let owner = userId
  const memory = openMemory(
    () => localStorage,
    () => `halo:${key}:${owner}:`,
  )
  const become = (next: string) => {
    owner = next
    const anonymous = lastingMemory(key)
    // Many pages name their user a moment after they have loaded: a conversation of the user's own is the one to go on with.
    if (!memory.get('token') || (!memory.get('live') && anonymous.get('live'))) inherit(memory, anonymous)
  }
  if (userId) become(userId)
  return { ...memory, become }
}

export interface LastingMemory extends Memory {
  /** The anonymous visitor has been named: from here on this is that user's memory. */
  become(userId: string): void
}

/** Kept while this tab lives, across its page changes. */
export const tabMemory = (key: string) =>
  openMemory(
    () => sessionStorage,
    () => `halo:${key}:`,
  )

/** Who signs in goes on with the conversation begun before, and leaves nothing of it to the next anonymous visitor of this browser. */
function inherit(memory: Memory, anonymous: Memory): void {
  for (const name of ['token', 'live', 'seen', 'late', 'outbox']) {
    memory.set(name, anonymous.get(name))
    anonymous.set(name, null)
  }
}
