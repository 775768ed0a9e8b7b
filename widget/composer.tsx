import { useLayoutEffect, useRef } from 'preact/hooks'
import { isComposing } from '../client/composing.ts'
import { Human } from './human.tsx'
import { SendIcon } from './icons.tsx'
import { longestMessage } from './options.ts'
import { texts } from './texts.ts'
import { useStore } from './use.ts'
import type { Visit } from './visit.ts'

const warnFrom = longestMessage - 500

/** Where the visitor writes. What is half written stays, whatever arrives meanwhile. */
export function Composer({ visit, refocus }: { visit: Visit; refocus: () => void }) {
  const draft = useStore(visit.draft)
  const open = useStore(visit.open)
  const { preview } = useStore(visit.thread.view)
  const fieldRef = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => fit(fieldRef.current!), [draft, open])
  const text = draft.trim()
  const left = longestMessage - text.length
  const send = () => {
    if (!text || left < 0) return
    visit.write('')
    visit.send(text)
    refocus()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return
    event.preventDefault()
    send()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div class="entry">
        <textarea
          ref={fieldRef}
          rows={1}
          dir="auto"
          value={draft}
          placeholder={texts.placeholder}
          aria-label={texts.field}
          aria-invalid={left < 0}
          aria-describedby={preview ? 'disclosed' : undefined}
          enterkeyhint="send"
          onInput={({ currentTarget }) => visit.write(currentTarget.value)}
          onKeyDown={press}
        />
        <button type="submit" class="send" aria-label={texts.send} disabled={!text || left < 0}>
          <SendIcon />
        </button>
      </div>
      {preview && (
        <p id="disclosed" class="disclosed">
          {texts.preview}
        </p>
      )}
      <div class="below">
        <Human visit={visit} refocus={refocus} />
        {text.length >= warnFrom && (
          <span class={left < 0 ? 'count bad' : 'count'} role="status">
            {left < 0 ? texts.tooLong(-left) : texts.left(left)}
          </span>
        )}
      </div>
    </form>
  )
}

/** As high as its text, up to what the stylesheet allows. */
function fit(field: HTMLTextAreaElement): void {
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
