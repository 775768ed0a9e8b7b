/** Says once that this page's content security policy keeps us from working, and what it would have to name. Returns the way to stop. */
export function nameThePolicy(base: string, refused: (why: string) => void): () => void {
  const { host, origin } = new URL(base)
  const listen = ({ blockedURI, effectiveDirective: rule, disposition }: SecurityPolicyViolationEvent) => {
    if (disposition === 'report' || !blockedURI.includes(`://${host}`)) return
    stop()
    refused(
      `This page's Content-Security-Policy keeps it out: ${rule} must name ${origin}${rule === 'connect-src' ? ` ${origin.replace('http', 'ws')}` : ''}`,
    )
  }
  const stop = () => document.removeEventListener('securitypolicyviolation', listen)
  document.addEventListener('securitypolicyviolation', listen)
  return stop
}
