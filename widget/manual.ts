/** Whether the page opens the chat itself where it is now; told again whenever its address changes. Returns the way to stop. */
export function followPath(changed: () => void): () => void {
  let path = location.pathname
  const look = () => {
    if (path !== (path = location.pathname)) changed()
  }
  const { navigation } = window as { navigation?: EventTarget }
  navigation?.addEventListener('currententrychange', look)
  addEventListener('popstate', look)
  // Elsewhere nothing tells of an address that a page writes itself.
  const timer = navigation ? 0 : setInterval(look, 300)
  return () => {
    navigation?.removeEventListener('currententrychange', look)
    removeEventListener('popstate', look)
    clearInterval(timer)
  }
}

export const isManual = ({ ui, manualOnPaths }: { ui?: string; manualOnPaths?: string[] }) =>
  ui === 'manual' || !!manualOnPaths?.some((glob) => patternOf(glob).test(location.pathname))

const patternOf = (glob: string) =>
  new RegExp(
    `^${glob
      .replace(/[^\w*?]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  )
