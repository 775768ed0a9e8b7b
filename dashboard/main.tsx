import './no-eval.ts'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { loadScreens, router } from './router.tsx'
import { onSessionEnd } from './session/session.ts'
import './styles/app.css'

// Signed out in the middle: to the door, and after it back to where one was. Drafts are in storage and outlive it.
onSessionEnd(() => void router.navigate({ to: '/sign-in', search: { back: router.state.location.href } }))

if ('requestIdleCallback' in window) requestIdleCallback(loadScreens, { timeout: 2000 })
else setTimeout(loadScreens, 1000)

createRoot(document.getElementById('root')!).render(
  <CSPProvider disableStyleElements>
    <Tooltip.Provider delay={400}>
      <RouterProvider router={router} />
    </Tooltip.Provider>
  </CSPProvider>,
)
