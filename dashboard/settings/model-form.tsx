import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { newId } from '../../client/id.ts'
import type { ModelInput, Models, SetUpModel } from '../../protocol/agents/models.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Area, Field, fieldLook } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

const vendors = {
  'openai-compatible': texts.models.openaiCompatible,
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  azure: 'Azure',
}
const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const

/** A model to set up, or to change. */
export function ModelForm({
  model,
  onClose,
  onSaved,
}: {
  model: SetUpModel | null
  onClose: () => void
  onSaved: (models: Models) => void
}) {
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [judge, setJudge] = useState(typeof model?.judge === 'object' ? 'another' : (model?.judge ?? 'itself'))
  const id = useRef(model?.id ?? newId())
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = inputOf(new FormData(event.currentTarget))
    setBusy(true)
    try {
      onSaved(await call('PUT /api/models/:id', { params: { id: id.current }, body }))
      onClose()
    } catch (problem) {
      setError(messageOf(problem))
      setBusy(false)
    }
  }
  const slash = model?.name.indexOf('/') ?? 0
  return (
    <Dialog open onClose={onClose} title={model ? texts.models.change(model.name) : texts.models.newModel}>
      <form onSubmit={save} className="flex flex-col gap-4 p-4">
        <Choice label={texts.models.provider} name="vendor" usual={model?.name.slice(0, slash)}>
          {Object.entries(vendors).map(([vendor, label]) => (
            <option key={vendor} value={vendor}>
              {label}
            </option>
          ))}
        </Choice>
        <Field
          label={texts.models.nameOfTheModel}
          name="name"
          required
          maxLength={180}
          defaultValue={model?.name.slice(slash + 1)}
        />
        <Field
          label={texts.models.address}
          name="url"
          type="url"
          placeholder={texts.models.addressExample}
          hint={texts.models.addressHint}
          defaultValue={model?.url ?? ''}
        />
        <Field
          label={texts.models.key}
          name="key"
          type="password"
          autoComplete="off"
          hint={model?.hasKey ? texts.models.keyKept : texts.models.keyHint}
        />
        <Area
          label={texts.models.headers}
          name="headers"
          rows={2}
          spellCheck={false}
          className="font-mono text-xs"
          hint={
            model?.headerNames.length
              ? texts.models.headersKept(model.headerNames.join(', '))
              : texts.models.headersHint
          }
        />
        <Limits model={model} />
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            name="tools"
            defaultChecked={model?.tools ?? true}
            className="size-4 accent-accent"
          />
          {texts.models.tools}
        </label>
        <Choice label={texts.models.judges} name="judge" usual={judge} onChange={setJudge}>
          <option value="itself">{texts.models.itself}</option>
          <option value="nobody">{texts.models.builtIn}</option>
          <option value="another">{texts.models.another}</option>
        </Choice>
        {judge === 'another' && (
          <Field
            label={texts.models.nameOfTheJudge}
            name="judgeModel"
            required
            defaultValue={typeof model?.judge === 'object' ? model.judge.model : ''}
          />
        )}
        {error && (
          <p role="alert" className="text-bad">
            {error}
          </p>
        )}
        <Button type="submit" look="solid" className="self-end" disabled={busy}>
          {busy ? texts.models.saving : texts.models.save}
        </Button>
      </form>
    </Dialog>
  )
}

function Limits({ model }: { model: SetUpModel | null }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Amount label={texts.models.maxTokens} name="maxTokens" step={1} min={1} value={model?.maxTokens} />
      <Amount label={texts.models.temperature} name="temperature" step={0.1} max={2} value={model?.temperature} />
      <Amount
        label={texts.models.silence}
        name="silenceSeconds"
        step={0.1}
        min={0.1}
        value={model?.silenceSeconds}
      />
      <Amount label={texts.models.limit} name="replySeconds" step={1} min={1} value={model?.replySeconds} />
      <Choice label={texts.models.effort} name="effort" usual={model?.effort ?? ''}>
        <option value="">{texts.models.usual}</option>
        {efforts.map((effort) => (
          <option key={effort} value={effort}>
            {effort}
          </option>
        ))}
      </Choice>
    </div>
  )
}

interface AmountProps {
  label: string
  name: string
  step: number
  min?: number
  max?: number
  value: number | null | undefined
}

function Amount({ value, min = 0, ...rest }: AmountProps) {
  return <Field type="number" min={min} placeholder={texts.models.usual} defaultValue={value ?? ''} {...rest} />
}

function Choice<T extends string>({
  label,
  name,
  usual,
  onChange,
  children,
}: {
  label: string
  name: string
  usual: T | undefined
  onChange?: (value: T) => void
  children: ReactNode
}) {
  return (
    <label className="flex flex-col gap-1">
      <span className="font-medium">{label}</span>
      <select
        name={name}
        defaultValue={usual}
        onChange={(event) => onChange?.(event.target.value as T)}
        className={`h-9 ${fieldLook}`}
      >
        {children}
      </select>
    </label>
  )
}

/** Empty means that of the provider; a key and headers that are left empty stay as they are. */
function inputOf(form: FormData): ModelInput {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const number = (name: string) => (text(name) ? Number(text(name)) : null)
  const judge = text('judge')
  return {
    name: `${text('vendor')}/${text('name')}`,
    url: text('url') || null,
    ...(text('key') && { key: text('key') }),
    ...(text('headers') && { headers: headersOf(text('headers')) }),
    maxTokens: number('maxTokens'),
    temperature: number('temperature'),
    effort: (text('effort') || null) as ModelInput['effort'],
    silenceSeconds: number('silenceSeconds'),
    replySeconds: number('replySeconds'),
    tools: form.has('tools'),
    judge: judge === 'another' ? { model: text('judgeModel') } : (judge as 'itself' | 'nobody'),
  }
}

function headersOf(lines: string): Record<string, string> {
  const parts = lines.split('\n').map((line) => [line, line.indexOf(':')] as const)
  return Object.fromEntries(
    parts
      .filter(([line]) => line.trim())
      .map(([line, at]) => (at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()])),
  )
}
