import { useState, type FormEvent } from 'react'
import { Button, type ButtonProps } from '../components/button.tsx'
import { fieldLook } from '../components/field.tsx'

interface LineProps {
  label: string
  placeholder: string
  button: string
  look?: ButtonProps['look']
  busy?: boolean
  onSend: (text: string) => void
}

/** One line to write and send. While the last one is being answered it waits. */
export function Line({ label, placeholder, button, look = 'solid', busy = false, onSend }: LineProps) {
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!text.trim() || busy) return
    onSend(text.trim())
    setText('')
  }
  return (
    <form onSubmit={send} className="flex gap-2">
      <input
        aria-label={label}
        value={text}
        maxLength={10_000}
        placeholder={placeholder}
        onChange={(event) => setText(event.target.value)}
        className={`h-9 ${fieldLook}`}
      />
      <Button type="submit" look={look} className="h-9" disabled={!text.trim() || busy}>
        {button}
      </Button>
    </form>
  )
}
