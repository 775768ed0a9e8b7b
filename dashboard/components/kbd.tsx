const apple = /Mac|iPhone|iPad/.test(navigator.platform)
const glyphs: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ...(apple
    ? { mod: '⌘', shift: '⇧', Escape: 'esc', Backspace: '⌫' }
    : { mod: 'Ctrl', shift: 'Shift', Escape: 'Esc' }),
}

/** `keys` is written "mod+shift+T"; each machine shows its own names. */
export function Kbd({ keys }: { keys: string }) {
  const names = keys.split('+').map((key) => glyphs[key] ?? key)
  return (
    <kbd className="inline-flex h-4 min-w-4 items-center justify-center rounded-sm border border-current/30 px-1 font-sans text-xs leading-none">
      {names.join(apple ? '' : '+')}
    </kbd>
  )
}
