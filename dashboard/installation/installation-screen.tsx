import { Circle, CircleCheck } from 'lucide-react'
import type { Sighting } from '../../protocol/agents/shapes.ts'
import { Code, Embed, stub } from '../agents/embed.tsx'
import { Mark } from '../agents/row.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { texts } from '../texts.ts'
import { useInterval } from './use-interval.ts'
import { Package } from './package.tsx'

/** The code for the site, and whether it has arrived there. */
export function InstallationScreen() {
  const { value, error, reload } = useLoad('installation', () => call('GET /api/installation'))
  useInterval(reload, 5000)
  return (
    <Page name={texts.installation.installation}>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      <div className="mx-auto flex max-w-3xl flex-col gap-8 p-4 pb-16">
        <section aria-labelledby="code" className="flex flex-col gap-2">
          <h2 id="code" className="text-md font-semibold">
            {texts.installation.theCodeForYour}
          </h2>
          <p className="text-soft">{texts.installation.pasteThisIntoYour}</p>
          <Embed />
          <Calls />
          {value && <Package version={value.version} />}
        </section>
        {value && <Seen sightings={value.sightings} version={value.version} />}
      </div>
    </Page>
  )
}

/** For pages that have something to say to the chat before it is there. */
function Calls() {
  return (
    <details className="group">
      <summary className="w-fit cursor-pointer rounded-sm text-accent-text">
        {texts.installation.toCallHalo}
      </summary>
      <div className="mt-3 flex flex-col gap-2">
        <p className="text-soft">{texts.installation.aStubKeeps}</p>
        <Code>{stub}</Code>
        <p className="text-soft">{texts.installation.thenCall}</p>
        <Code>{"<script>Halo.identify('user-7', { name: 'Mara Lind', plan: 'Pro' })</script>"}</Code>
      </div>
    </details>
  )
}

function Seen({ sightings, version }: { sightings: Sighting[]; version: string }) {
  const latest = sightings[0]
  return (
    <section aria-labelledby="seen" className="flex flex-col gap-3">
      <h2 id="seen" className="text-md font-semibold">
        {texts.installation.whereItWasSeen}
      </h2>
      <p role="status" className="flex items-center gap-2">
        {latest ? (
          <CircleCheck size={16} aria-hidden className="shrink-0 text-good" />
        ) : (
          <Circle size={16} aria-hidden className="shrink-0 text-faint" />
        )}
        {latest ? (
          <span>
            {texts.installation.theWidgetWasLoaded}{' '}
            {sightings.length === 1
              ? texts.installation.oneSite
              : texts.installation.sitesSightings(sightings.length)}
            .
          </span>
        ) : (
          <span>{texts.installation.notSeenYetThis}</span>
        )}
      </p>
      {latest ? <Sites sightings={sightings} version={version} /> : <Checks />}
    </section>
  )
}

function Sites({ sightings, version }: { sightings: Sighting[]; version: string }) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={texts.installation.sites}>
      <table className="w-full border-t border-line text-start">
        <thead className="text-xs text-faint">
          <tr>
            {[
              texts.installation.site,
              texts.installation.page,
              texts.installation.lastSeen,
              texts.installation.version,
            ].map((name) => (
              <th key={name} scope="col" className="py-2 pe-4 text-start font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sightings.map(({ origin, page, seenAt, version: loaded }) => (
            <tr key={origin} className="border-t border-line align-top">
              <th scope="row" className="py-2 pe-4 text-start font-medium wrap-anywhere">
                {origin}
              </th>
              <td className="max-w-64 py-2 pe-4 wrap-anywhere text-soft">{pathOf(page)}</td>
              <td className="py-2 pe-4 whitespace-nowrap">
                <Age since={seenAt} />
              </td>
              <td className="py-2 whitespace-nowrap">
                {loaded === version ? (
                  loaded
                ) : (
                  <>
                    {loaded || 'unknown'} <Mark>{texts.installation.notThisOne}</Mark>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const pathOf = (page: string) => URL.parse(page)?.pathname ?? ''

/** In the order in which they are usually the reason. */
function Checks() {
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5 text-soft">
      <li>{texts.installation.isTheCodeOn}</li>
      <li>
        {texts.installation.ifYourSiteHas(location.origin)} <code>script-src</code> {texts.installation.and}{' '}
        <code>connect-src</code>.
      </li>
      <li>{texts.installation.ifTheWidgetMay}</li>
      <li>{texts.installation.adBlockersStopSome}</li>
      <li>{texts.installation.theBrowsersConsoleSays}</li>
    </ul>
  )
}
