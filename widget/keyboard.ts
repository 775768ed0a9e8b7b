/** A phone's keyboard lies over the page, and the page is as high as before: what is left to see is told to the stylesheet. */
export function followKeyboard(host: HTMLElement): () => void {
  const view = window.visualViewport
  const look = () => {
    // What is smaller because somebody looks at it more closely is theirs to move.
    const near = !view || view.scale > 1.05
    host.style.setProperty('--above', near ? '' : `${view.offsetTop}px`)
    host.style.setProperty('--seen', near ? '' : `${view.height}px`)
  }
  const each = (how: 'addEventListener' | 'removeEventListener') => {
    for (const type of ['resize', 'scroll']) view?.[how](type, look)
  }
  each('addEventListener')
  look()
  return () => each('removeEventListener')
}
