import { Code } from '../agents/embed.tsx'
import { CopyButton } from '../components/copy.tsx'
import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'

/** The same for a site that is built: the package that this Halo serves, kept beside the site's own code so that a build never waits for Halo. */
export function Package({ version }: { version: string }) {
  const key = useMe().widgetKey
  const file = `halo-widget-${version}.tgz`
  const install = `curl -O ${location.origin}/packages/${file}\nnpm install ./${file}`
  return (
    <details className="group">
      <summary className="w-fit cursor-pointer rounded-sm text-accent-text">
        {texts.installation.forASiteThat}
      </summary>
      <div className="mt-3 flex flex-col gap-2">
        <p className="text-soft">{texts.installation.thePackageIsTyped}</p>
        <Code>{install}</Code>
        <div>
          <CopyButton text={install} />
        </div>
        <p className="text-soft">{texts.installation.inReact}</p>
        <Code>{`import { HaloWidget } from 'halo-widget/react'\n\n<HaloWidget url="${location.origin}" widgetKey="${key}" />`}</Code>
        <p className="text-soft">{texts.installation.anywhereElse}</p>
        <Code>{`import { initHalo } from 'halo-widget'\n\nconst halo = await initHalo({ url: '${location.origin}', key: '${key}' })`}</Code>
      </div>
    </details>
  )
}
