import { useState, type FormEvent } from 'react'
import type { ModelCosts, ModelPrice, MonthSpent } from '../../protocol/agents/costs.ts'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Field, fieldLook } from '../components/field.tsx'
import { money } from '../components/money.ts'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { readSpent } from '../shell/spent.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

const builtin = 'built-in'
const sorts = ['input', 'cached', 'output'] as const

/** What the language models cost, and what they may cost in a month. `models`: all that can answer. */
export function CostsSettings({ models }: { models: string[] }) {
  const { value, error, reload, change } = useLoad('model-costs', () => call('GET /api/model-costs'))
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  const { costs, month } = value
  const names = [...new Set([...models, ...month.unpriced, ...Object.keys(costs.prices)])].filter(
    (name) => name !== builtin,
  )
  return (
    <section aria-labelledby="costs" className="flex flex-col gap-3">
      <div>
        <h2 id="costs" className="text-md font-semibold">
          {texts.costs.pricesAndBudget}
        </h2>
        <p className="mt-1 text-soft">{texts.costs.whatAMillionCosts}</p>
      </div>
      <Spent costs={costs} month={month} />
      <CostsForm
        costs={costs}
        names={names}
        onSave={async (body) => {
          const saved = await call('PUT /api/model-costs', { body })
          change(() => saved)
          readSpent()
          showToast(texts.costs.saved)
        }}
      />
    </section>
  )
}

function Spent({ costs, month }: { costs: ModelCosts; month: MonthSpent }) {
  const budget = costs.budget === null ? null : money(costs.budget, costs.currency)
  return (
    <div className="tabular-nums">
      <p>{texts.costs.spentThisMonth(money(month.spent, costs.currency), budget)}</p>
      {month.unpriced.length > 0 && (
        <p className="text-xs text-soft">{texts.costs.unpriced(month.unpriced.join(', '))}</p>
      )}
    </div>
  )
}

function CostsForm({
  costs,
  names,
  onSave,
}: {
  costs: ModelCosts
  names: string[]
  onSave: (costs: ModelCosts) => Promise<void>
}) {
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    try {
      await onSave(costsOf(form, names))
      setError(null)
    } catch (problem) {
      setError(messageOf(problem))
    }
    setBusy(false)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {names.length > 0 && <Prices costs={costs} names={names} />}
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Field
          label={texts.costs.budget}
          name="budget"
          type="number"
          min="0.01"
          step="any"
          placeholder={texts.costs.noBudget}
          defaultValue={costs.budget ?? ''}
        />
        <Field
          label={texts.costs.currency}
          name="currency"
          required
          pattern="[A-Za-z]{3}"
          maxLength={3}
          defaultValue={costs.currency}
        />
        <Field
          label={texts.costs.warnAt}
          name="warnAt"
          type="number"
          min="1"
          max="100"
          required
          defaultValue={costs.warnAt}
        />
      </div>
      <p className="text-xs text-faint">{texts.costs.budgetHint}</p>
      {error && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <Button type="submit" size="small" className="self-start" disabled={busy}>
        {busy ? texts.costs.saving : texts.costs.save}
      </Button>
    </form>
  )
}

function Prices({ costs, names }: { costs: ModelCosts; names: string[] }) {
  return (
    <table className="w-full [&_td]:py-1 [&_td]:ps-2 [&_td:first-child]:ps-0 [&_th]:pb-1 [&_th]:ps-2 [&_th]:text-start [&_th]:text-xs [&_th]:font-normal [&_th]:text-faint [&_th:first-child]:ps-0">
      <thead>
        <tr>
          <th>{texts.costs.model}</th>
          {sorts.map((sort) => (
            <th key={sort}>{texts.costs[sort]}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name, place) => (
          <tr key={name}>
            <td className="wrap-anywhere">{name}</td>
            {sorts.map((sort) => (
              <td key={sort} className="w-24">
                <input
                  aria-label={texts.costs.priceOf(name, texts.costs[sort])}
                  name={`${sort} ${place}`}
                  type="number"
                  min="0"
                  step="any"
                  placeholder={sort === 'cached' ? texts.costs.asInput : undefined}
                  defaultValue={costs.prices[name]?.[sort] ?? ''}
                  className={`h-8 ${fieldLook}`}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A model has a price once its input or its output has one. */
function costsOf(form: FormData, names: string[]): ModelCosts {
  const number = (name: string) => {
    const text = String(form.get(name) ?? '').trim()
    return text ? Number(text) : null
  }
  const prices: Record<string, ModelPrice> = {}
  for (const [place, name] of names.entries()) {
    const [input, cached, output] = sorts.map((sort) => number(`${sort} ${place}`))
    if (input === null && output === null) continue
    prices[name] = { input: input ?? 0, cached: cached ?? null, output: output ?? 0 }
  }
  return {
    currency: String(form.get('currency')).toUpperCase(),
    prices,
    budget: number('budget'),
    warnAt: number('warnAt') ?? 80,
  }
}
