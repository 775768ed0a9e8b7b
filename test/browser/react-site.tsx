import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { HaloWidget, useHalo, type HaloWidgetProps } from '../../sdk/react.tsx'

/** Somebody's site, written with React: what it renders is in its buttons' hands. */
function Site({ url, widgetKey }: { url: string; widgetKey: string }) {
  const [props, setProps] = useState<Partial<HaloWidgetProps>>({})
  const [shown, setShown] = useState(true)
  const [heard, setHeard] = useState<string[]>([])
  const hear = (what: string) => setHeard((before) => [...before, what])
  Object.assign(window, { setProps, setShown })
  return (
    <>
      <h1>Shop</h1>
      {shown && (
        <HaloWidget
          url={url}
          widgetKey={widgetKey}
          onReady={() => hear('ready')}
          onChatOpen={() => hear('open')}
          onMessage={({ from }) => hear(from)}
          onError={(error) => hear(error.message)}
          {...props}
        />
      )}
      <Help />
      <output>{heard.join(' ')}</output>
    </>
  )
}

function Help() {
  const halo = useHalo()
  return (
    <button disabled={!halo} onClick={() => halo?.openChat()}>
      Help
    </button>
  )
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Site {...(window as unknown as { halo: { url: string; widgetKey: string } }).halo} />
  </StrictMode>,
)
