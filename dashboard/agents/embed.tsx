import { ExternalLink } from 'lucide-react'
import { CopyButton } from '../components/copy.tsx'
import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'

export const snippetFor = (key: string) =>
  `<script async src="${location.origin}/widget.js" data-key="${key}"></script>`

/** Keeps what a page calls before the script has come. */
export const stub =
  "<script>window.Halo ||= new Proxy([], { get: (q, name) => name == 'q' ? q : (...args) => q.push([name, args]) })</script>"

/** What a customer pastes into the page, anywhere. */
export function Embed() {
  const { widgetKey, hasDemo } = useMe()
  const snippet = snippetFor(widgetKey)
  return (
    <div className="flex w-full flex-col gap-2 text-start">
      <Code>{snippet}</Code>
      <div className="flex items-center gap-3">
        <CopyButton text={snippet} />
        {hasDemo && (
          <a
            href="/demo"
            target="_blank"
            rel="noopener"
            className="inline-flex items-center gap-1 rounded-sm text-accent-text underline underline-offset-2"
          >
            {texts.agents.openTheDemoSite} <ExternalLink size={12} aria-hidden />
          </a>
        )}
      </div>
    </div>
  )
}

export function Code({ children }: { children: string }) {
  return (
    <pre
      tabIndex={0}
      className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs text-ink"
    >
      <code>{children}</code>
    </pre>
  )
}
