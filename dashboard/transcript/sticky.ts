import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

const near = 48

/** Stays at the end while the reader is there; otherwise leaves the reader alone and tells that there is more. */
export function useStickyEnd(newest: number) {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const stuck = useRef(true)
  const [behind, setBehind] = useState(false)
  const toEnd = useCallback(() => {
    stuck.current = true
    setBehind(false)
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [])

  useLayoutEffect(toEnd, [toEnd])
  useEffect(() => {
    const scroller = box.current!
    let last = scroller.scrollTop
    const onScroll = () => {
      // Only who scrolls up leaves the end: told of late, our own scrolling may find that more has come below it meanwhile.
      const up = scroller.scrollTop < last
      last = scroller.scrollTop
      const atEnd = scroller.scrollHeight - last - scroller.clientHeight < near
      if (atEnd || up) stuck.current = atEnd
      if (atEnd) setBehind(false)
    }
    // Words that stream in, and a window or field that changes its size, move the end.
    const observer = new ResizeObserver(() => {
      if (stuck.current) scroller.scrollTop = scroller.scrollHeight
    })
    observer.observe(scroller)
    observer.observe(content.current!)
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', onScroll)
    }
  }, [])
  const seen = useRef(newest)
  useEffect(() => {
    if (newest > seen.current && !stuck.current) setBehind(true)
    seen.current = newest
  }, [newest])
  return { box, content, behind, toEnd }
}
