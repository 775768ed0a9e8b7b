import { Button } from '../components/button.tsx'
import { Toasts } from '../components/toast.tsx'
import { signOut } from '../session/session.ts'
import { SignedOutPage } from '../session/signed-out-page.tsx'
import { texts } from '../texts.ts'
import { TwoFactor } from './two-factor.tsx'

/** All that there is for somebody whose team demands a second factor, until they have one. */
export function FactorNeeded() {
  return (
    <SignedOutPage title={texts.account.aSecondFactorIsNeeded}>
      <p className="mb-4 text-soft">{texts.account.yourTeamAsksForOne}</p>
      <TwoFactor />
      <Button look="quiet" className="mt-6 self-start" onClick={() => void signOut()}>
        {texts.shell.signOut}
      </Button>
      <Toasts />
    </SignedOutPage>
  )
}
