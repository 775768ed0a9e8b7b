import type { Highlight } from './halo.d.ts'

/** Frames are drawn in the widget's own place: the page's elements and styles stay as they are. */
const frames = new Set<() => void>()

/** Puts a frame around what a page's visitor is to look at, and scrolls to it. Without a selector all frames go. */
export function highlight(root: ShadowRoot, selector: string | null, { label, seconds }: Highlight = {}): boolean {
  if (selector === null) {
    for (const remove of [...frames]) remove()
    return true
  }
  const target = document.querySelector(selector)
  if (!target) return false
  const frame = document.createElement('div')
  frame.style.cssText =
    'position:fixed;pointer-events:none;box-sizing:border-box;z-index:2147483646;border:3px solid #3d5afe;border-radius:8px;box-shadow:0 0 0 3px #fff,0 0 0 9999px #0003'
  if (label) frame.setAttribute('aria-label', label)
  frame.setAttribute('role', 'note')
  root.append(frame)
  target.scrollIntoView({
    block: 'center',
    behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
  })
  let drawing = 0
  // The page may scroll, grow or move the element; it is followed as long as it is there.
  const follow = () => {
    const { left, top, width, height } = target.getBoundingClientRect()
    Object.assign(frame.style, {
      left: `${left - 6}px`,
      top: `${top - 6}px`,
      width: `${width + 12}px`,
      height: `${height + 12}px`,
    })
    if (target.isConnected) drawing = requestAnimationFrame(follow)
    else remove()
  }
  const remove = () => {
    cancelAnimationFrame(drawing)
    frame.remove()
    frames.delete(remove)
  }
  frames.add(remove)
  follow()
  if (seconds) setTimeout(remove, seconds * 1000)
  return true
}
