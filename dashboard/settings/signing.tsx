import { useState } from 'react'
import { CopyButton } from '../components/copy.tsx'
import { Select } from '../components/select.tsx'
import { texts } from '../texts.ts'

/** How the site's server signs, in the languages that most servers are written in. */
export function Signing() {
  const [language, setLanguage] = useState<Language>('node')
  const snippet = snippets[language]
  return (
    <details className="[&[open]>summary]:mb-3">
      <summary className="cursor-pointer rounded-sm text-soft">{texts.settings.howYourServerSigns}</summary>
      <div className="flex flex-col gap-3">
        <div className="flex items-center justify-between gap-2">
          <Select
            label={texts.settings.language}
            shown
            value={language}
            options={languages}
            onChange={setLanguage}
          />
          <CopyButton text={snippet} label={texts.settings.copyCode} />
        </div>
        <Code label={texts.settings.onYourServer}>{snippet}</Code>
        <Code label={texts.settings.inYourPage}>{page}</Code>
        <p className="text-soft">
          {texts.settings.everyOtherClaimSuch} <code className="text-xs">plan</code> {texts.settings.or}{' '}
          <code className="text-xs">company_id</code>
          {texts.settings.becomesATraitThat} <code className="text-xs">getUserToken</code>{' '}
          {texts.settings.isAskedAgainWhen}
        </p>
      </div>
    </details>
  )
}

function Code({ label, children }: { label: string; children: string }) {
  return (
    <pre
      aria-label={label}
      role="region"
      className="overflow-x-auto rounded-md border border-line bg-sunken p-3 text-xs"
      tabIndex={0}
    >
      <code>{children}</code>
    </pre>
  )
}

const languages = [
  { value: 'node', label: texts.settings.nodeJs },
  { value: 'python', label: texts.settings.python },
  { value: 'php', label: 'PHP' },
  { value: 'ruby', label: texts.settings.ruby },
] as const satisfies { value: string; label: string }[]
type Language = (typeof languages)[number]['value']

const page = `Halo.init({
  key: 'halo_…', userId: user.id,
  getUserToken: () => fetch('/halo-token').then((answer) => answer.text()),
})`

const snippets: Record<Language, string> = {
  node: `// npm install jose
const secret = new TextEncoder().encode(process.env.HALO_IDENTITY_SECRET)
const claims = { user_id: user.id, name: user.name, email: user.email }
const userToken = await new SignJWT(claims)
  .setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(secret)`,
  python: `# pip install pyjwt
user_token = jwt.encode(
    {"user_id": user.id, "name": user.name, "email": user.email,
     "exp": int(time.time()) + 3600},
    os.environ["HALO_IDENTITY_SECRET"], algorithm="HS256")`,
  php: `// composer require firebase/php-jwt
$userToken = JWT::encode(
    ['user_id' => $user->id, 'name' => $user->name, 'email' => $user->email,
     'exp' => time() + 3600],
    getenv('HALO_IDENTITY_SECRET'), 'HS256');`,
  ruby: `# gem install jwt
user_token = JWT.encode(
  { user_id: user.id, name: user.name, email: user.email,
    exp: Time.now.to_i + 3600 },
  ENV.fetch('HALO_IDENTITY_SECRET'), 'HS256')`,
}
