/** What the browser remembers for us. Private windows and strict settings may forbid it; then the visit simply lasts as long as the page. */
export interface Memory {
  get(name: string): string | null
  set(name: string, value: string | null): void
}

export function openMemory(storage: () => Storage, prefix: string): Memory {
  const fallback = new Map<string, string>()
  return {
    get(name) {
      try {
        return storage().getItem(prefix + name)
      } catch {
        return fallback.get(name) ?? null
      }
    },
    set(name, value) {
      try {
        if (value === null) storage().removeItem(prefix + name)
        else storage().setItem(prefix + name, value)
      } catch {
        if (value === null) fallback.delete(name)
        else fallback.set(name, value)
      }
    },
  }
}

/** Kept across tabs and visits. Another user of the same browser has a memory of their own. */
export const lastingMemory = (key: string, userId = '') => openMemory(() => localStorage, `halo:${key}:${userId}:`)

/** Kept while this tab lives, across its page changes. */
export const tabMemory = (key: string) => openMemory(() => sessionStorage, `halo:${key}:`)
