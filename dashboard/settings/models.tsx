import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ModelCheck, ModelChoices, Models, SetUpModel } from '../../protocol/agents/models.ts'
import { Button, IconButton } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Select } from '../components/select.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { CostsSettings } from './costs.tsx'
import { ModelForm } from './model-form.tsx'

const builtin = 'built-in'

/** The language models that are set up here, and which of them answers. */
export function ModelsSettings() {
  const { value, error, reload, change } = useLoad('models', () => call('GET /api/models'))
  const [editing, setEditing] = useState<SetUpModel | 'new' | null>(null)
  const [removing, setRemoving] = useState<string | null>(null)
  const take = (saved: Models) => change(() => saved)
  const attempt = (work: Promise<Models>) =>
    void work.then(take, (problem) => {
      showToast(messageOf(problem))
      reload()
    })
  const remove = ({ id, name }: SetUpModel) => {
    setRemoving(id)
    runUnlessUndone(
      texts.models.removed(name),
      () => attempt(call('DELETE /api/models/:id', { params: { id }, keepalive: true })),
      () => setRemoving(null),
    )
  }
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  return (
    <section aria-labelledby="models" className="flex flex-col gap-3">
      <div>
        <h2 id="models" className="text-md font-semibold">
          {texts.models.languageModels}
        </h2>
        <p className="mt-1 text-soft">{texts.models.whatWritesTheReplies}</p>
      </div>
      <Choices models={value} save={(body) => attempt(call('PUT /api/models', { body }))} />
      <ul aria-label={texts.models.setUpModels} className="border-t border-line empty:hidden">
        {value.fromEnvironment && <Row name={value.fromEnvironment} />}
        {value.models
          .filter(({ id }) => id !== removing)
          .map((model) => (
            <Row
              key={model.id}
              name={model.name}
              model={model}
              onEdit={() => setEditing(model)}
              onRemove={() => remove(model)}
            />
          ))}
      </ul>
      <Button size="small" className="self-start" onClick={() => setEditing('new')}>
        <Plus size={14} aria-hidden />
        {texts.models.addAModel}
      </Button>
      <CostsSettings models={value.names} />
      {editing && (
        <ModelForm model={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onSaved={take} />
      )}
    </section>
  )
}

function Choices({
  models: { choices, names, fromEnvironment },
  save,
}: {
  models: Models
  save: (choices: ModelChoices) => void
}) {
  const all = names.map((name) => ({ value: name, label: name }))
  return (
    <div className="flex flex-col gap-2">
      {fromEnvironment ? (
        <p role="note" className="rounded-md bg-accent-tint px-3 py-2">
          {texts.models.theEnvironmentSays(fromEnvironment)}
        </p>
      ) : (
        <div className="flex items-center gap-3">
          <span className="w-24 shrink-0 font-medium">{texts.models.answers}</span>
          <Select
            label={texts.models.answers}
            shown
            value={choices.answers ?? builtin}
            options={[{ value: builtin, label: builtin }, ...all.filter(({ value }) => value !== builtin)]}
            onChange={(answers) => save({ ...choices, answers: answers === builtin ? null : answers })}
          />
        </div>
      )}
      <div className="flex items-center gap-3">
        <span className="w-24 shrink-0 font-medium">{texts.models.standsIn}</span>
        <Select
          label={texts.models.standsIn}
          shown
          value={choices.fallback ?? 'nobody'}
          options={[{ value: 'nobody', label: texts.models.nobody }, ...all]}
          onChange={(fallback) => save({ ...choices, fallback: fallback === 'nobody' ? null : fallback })}
        />
      </div>
      <p className="text-xs text-faint">{texts.models.standsInWhere}</p>
    </div>
  )
}

function Row({
  name,
  model,
  onEdit,
  onRemove,
}: {
  name: string
  model?: SetUpModel
  onEdit?: () => void
  onRemove?: () => void
}) {
  const [found, setFound] = useState<ModelCheck | 'asking' | null>(null)
  const check = () => {
    setFound('asking')
    call('POST /api/model/check', { body: { model: name } }).then(setFound, (problem) => {
      setFound(null)
      showToast(messageOf(problem))
    })
  }
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <p className="font-medium wrap-anywhere">{name}</p>
          {model && (
            <p className="text-xs wrap-anywhere text-soft">
              {model.url ?? texts.models.theProvidersOwn},{' '}
              {model.hasKey ? texts.models.withKey : texts.models.withoutKey}
            </p>
          )}
        </div>
        <Button
          size="small"
          aria-label={texts.models.checkName(name)}
          disabled={found === 'asking'}
          onClick={check}
        >
          {found === 'asking' ? texts.models.checking : texts.models.check}
        </Button>
        {onEdit && (
          <IconButton label={texts.models.change(name)} onClick={onEdit}>
            <Pencil size={16} aria-hidden />
          </IconButton>
        )}
        {onRemove && (
          <IconButton label={texts.models.remove(name)} onClick={onRemove}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {found && found !== 'asking' && <Found check={found} />}
    </li>
  )
}

function Found({ check }: { check: ModelCheck }) {
  return (
    <div role="status" className="rounded-md bg-sunken px-3 py-2 text-xs">
      <p className={`font-medium ${check.answers ? '' : 'text-bad'}`}>
        {check.answers ? texts.models.itAnswers : `${texts.models.doesNotAnswer} ${check.problem ?? ''}`}
      </p>
      <ul className="mt-1 list-inside list-disc text-soft empty:hidden">
        {sentencesOf(check).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}

const thinking = {
  none: null,
  apart: texts.models.thinksApart,
  tags: texts.models.thinksInTags,
  'only closing tag': texts.models.closesOnly,
}

function sentencesOf(check: ModelCheck): string[] {
  const { firstWordMs, tokensPerSecond, reasoning } = check
  const either = (able: boolean | null, yes: string, no: string) => able !== null && (able ? yes : no)
  const all = [
    either(check.streams, texts.models.streams, texts.models.whole),
    either(check.tools, texts.models.callsTools, texts.models.noTools),
    either(check.json, texts.models.givesJson, texts.models.noJson),
    reasoning && thinking[reasoning],
    firstWordMs === null ? null : texts.models.firstWordAfter((firstWordMs / 1000).toFixed(2)),
    tokensPerSecond === null ? null : texts.models.tokensASecond(tokensPerSecond),
    ...check.refused.map(texts.models.refused),
  ]
  return all.filter((sentence) => typeof sentence === 'string')
}
