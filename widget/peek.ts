/** What the panel has remembered on an earlier page, in the places that `memory.ts` names: enough to know whether it is wanted. */
export function peek(key: string, name: 'token' | 'open', userId = ''): string | null {
  const at = (owner: string) => localStorage.getItem(`halo:${key}:${owner}:${name}`)
  try {
    // Whoever has just been named goes on with what was begun before.
    return name === 'open' ? sessionStorage.getItem(`halo:${key}:open`) : (at(userId) ?? at(''))
  } catch {
    return null
  }
}
