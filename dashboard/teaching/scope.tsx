import { ChevronDown } from 'lucide-react'
import type { Named, Scope } from '../../protocol/teaching/shapes.ts'
import { Badge } from '../components/badge.tsx'
import { Menu, MenuChoice } from '../components/menu.tsx'
import { texts } from '../texts.ts'

export interface Reached {
  scope: Scope
  contact: Named | null
  company: Named | null
  unverified?: boolean
}

/** Whom it holds for, in words. */
export function scopeWords({ scope, contact, company }: Reached): string {
  if (scope === 'customer') return contact?.name ?? texts.teaching.thisCustomer
  return scope === 'company'
    ? texts.teaching.everyoneAt(company?.name ?? texts.teaching.theirCompany)
    : texts.teaching.everyone2
}

export function ScopeBadge(reached: Reached) {
  return (
    <>
      <Badge tone={reached.scope === 'everyone' ? 'accent' : 'plain'}>{scopeWords(reached)}</Badge>
      {reached.unverified && reached.scope !== 'everyone' && (
        <Badge tone="warn" title={texts.teaching.nothingProvesThatThis}>
          {texts.teaching.notVerified}
        </Badge>
      )}
    </>
  )
}

/** The scopes that make sense: nobody can be reached by a customer or a company that is not known. */
function scopesFor({
  contact,
  company,
}: Pick<Reached, 'contact' | 'company'>): { value: Scope; label: string; icon: null }[] {
  const known: Scope[] = [
    ...(contact ? ['customer' as const] : []),
    ...(company ? ['company' as const] : []),
    'everyone',
  ]
  return known.map((scope) => ({ value: scope, label: scopeWords({ scope, contact, company }), icon: null }))
}

/** A quiet button that says whom it holds for, and lets one widen or narrow it. */
export function ScopeMenu({ reached, onChange }: { reached: Reached; onChange: (scope: Scope) => void }) {
  const scopes = scopesFor(reached)
  if (scopes.length < 2) return <span className="font-medium">{scopeWords(reached)}</span>
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={texts.teaching.forReached(scopeWords(reached))}
          className="inline-flex items-center gap-0.5 rounded-sm font-medium underline underline-offset-2"
        >
          {scopeWords(reached)} <ChevronDown size={11} aria-hidden />
        </button>
      }
    >
      <MenuChoice value={reached.scope} options={scopes} onChange={onChange} />
    </Menu>
  )
}

/** The same in a form. */
export function ScopeField({ reached, onChange }: { reached: Reached; onChange: (scope: Scope) => void }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{texts.teaching.forWhom}</legend>
      {scopesFor(reached).map(({ value, label }) => (
        <label key={value} className="flex h-7 items-center gap-2">
          <input
            type="radio"
            name="scope"
            checked={reached.scope === value}
            onChange={() => onChange(value)}
            className="accent-accent"
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
