import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { PersonIcon, SendIcon } from './icons.tsx'
import { texts } from './texts.ts'
import { useStore } from './use.ts'
import type { Visit } from './visit.ts'

const longest = 10_000
const warnFrom = 9_500

/** Where the visitor writes. What is half written stays, whatever arrives meanwhile. */
export function Composer({ visit, field }: { visit: Visit; field: { current: HTMLTextAreaElement | null } }) {
  const [text, setText] = useState('')
  const left = longest - text.length
  useLayoutEffect(() => grow(field.current), [text])
  const send = () => {
    if (!text.trim() || left < 0) return
    visit.send(text.trim())
    setText('')
    field.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); send() }}>
      <div class="entry">
        <textarea
          ref={field} rows={1} value={text} placeholder={texts.placeholder} aria-label={texts.field} aria-invalid={left < 0}
          onInput={({ currentTarget }) => { setText(currentTarget.value); visit.writes(currentTarget.value.trim() !== '') }}
          onKeyDown={press}
        />
        <button type="submit" class="send" aria-label={texts.send} disabled={!text.trim() || left < 0}><SendIcon /></button>
      </div>
      <div class="below">
        <Human visit={visit} />
        {text.length >= warnFrom && <span class={left < 0 ? 'count bad' : 'count'} role="status">{left < 0 ? texts.tooLong(-left) : texts.left(left)}</span>}
      </div>
    </form>
  )
}

function Human({ visit }: { visit: Visit }) {
  const { current } = useStore(visit.view)
  const asking = useRef(false)
  const conversation = current?.conversation
  if (conversation?.control.holder === 'operator' && conversation.status === 'live') return null
  if (conversation?.humanRequestedAt && conversation.status === 'live') return <span class="asked"><PersonIcon />{texts.humanAsked}</span>
  const ask = () => {
    if (asking.current) return
    asking.current = true
    void visit.askForHuman().finally(() => { asking.current = false })
  }
  return <button type="button" class="human" onClick={ask}><PersonIcon />{texts.human}</button>
}

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.height = 'auto'
  field.style.height = `${Math.min(field.scrollHeight, 120)}px`
}
