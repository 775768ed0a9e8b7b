import { useLayoutEffect, useRef, useState } from 'preact/hooks'

const near = 40

/**
 * Keeps a box at its end while the reader is there, and says when there is something newer below. `newest` grows when somebody else
 * said something; `mine` changes when the reader did, who wants to see that at once.
 */
export function useStick(newest: number, mine: number) {
  const boxRef = useRef<HTMLDivElement>(null)
  const atEndRef = useRef(true)
  const lastRef = useRef(0)
  const [newer, setNewer] = useState(false)

  const toEnd = () => {
    atEndRef.current = true
    if (boxRef.current) boxRef.current.scrollTop = boxRef.current.scrollHeight
    setNewer(false)
  }
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = boxRef.current!
    // A panel that is shut has no height; its reader has gone nowhere.
    if (!clientHeight) return
    // Only who scrolls up leaves the end: told of late, our own scrolling may find that more has come below it meanwhile.
    const up = scrollTop < lastRef.current
    lastRef.current = scrollTop
    const atEnd = scrollHeight - scrollTop - clientHeight < near
    if (atEnd || up) atEndRef.current = atEnd
    if (atEnd) setNewer(false)
  }
  const stay = () => {
    if (atEndRef.current && boxRef.current) boxRef.current.scrollTop = boxRef.current.scrollHeight
  }

  useLayoutEffect(() => {
    atEndRef.current = true
  }, [mine])
  useLayoutEffect(stay)
  useLayoutEffect(() => {
    if (!atEndRef.current) setNewer(true)
  }, [newest])
  useLayoutEffect(() => {
    const resized = new ResizeObserver(stay)
    resized.observe(boxRef.current!)
    return () => resized.disconnect()
  }, [])
  return { boxRef, onScroll, newer, toEnd }
}
