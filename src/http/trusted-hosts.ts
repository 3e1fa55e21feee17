// HERE's hosts live below these names. Whole labels below them: `hereapi.com` itself is not one.
const hereSuffixes = ['.hereapi.com', '.hereapi.cn', '.api.here.com', '.platform.here.com', '.platform.hereolp.cn']

// An app that crawls must not make the cache grow for ever.
const maximumCachedAuthorities = 1000

/**
 * Decides whether a URL may receive the token: HERE's own hosts over HTTPS, the hosts that the app named, and the origin of
 * the client's own `baseURL`, if a token can be sent there safely.
 */
export type Trust = (url: string, ownBaseURL: string | undefined) => boolean

/**
 * Makes the rule that says which URLs may receive the token.
 *
 * @param trustedHosts hosts (`maps.example.com`, `*.example.com`, `localhost:8080`) or origins (`http://gateway:8080`)
 */
export function createTrust(trustedHosts: readonly string[]): Trust {
  const rules = [isHere, ...trustedHosts.map(toRule)]
  const verdicts = new Map<string, Verdict>()

  function judge(url: string): Verdict {
    const authority = authorityOf(url)
    let verdict = verdicts.get(authority)
    if (verdict === undefined) {
      if (verdicts.size >= maximumCachedAuthorities) verdicts.clear()
      verdict = verdictOn(authority, rules)
      verdicts.set(authority, verdict)
    }
    return verdict
  }

  return (url, ownBaseURL) => {
    const verdict = judge(url)
    return verdict === 'trusted' || (verdict !== '' && verdict === judge(String(ownBaseURL)))
  }
}

// Else the origin, when a token could be sent there safely, and '' when not.
type Verdict = 'trusted' | URL['origin'] | ''

function verdictOn(authority: string, rules: readonly Rule[]): Verdict {
  // What axios does not take for absolute is nobody's.
  const url = /^https?:\/\//i.test(authority) ? parse(authority) : undefined
  // With user info in the URL axios sends that, as Basic, in place of any Authorization header.
  if (!url || url.username || url.password) return ''
  if (rules.some((rule) => rule(url))) return 'trusted'
  return isSafe(url) ? url.origin : ''
}

/** Whether credentials and tokens may be sent there at all: over HTTPS, or without leaving this machine. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

const usualLoopback = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/

/** Whether a URL leads to this machine over plain HTTP. */
export function isPlainLoopback(url: string): boolean {
  // Most requests go over HTTPS, and need neither be matched nor parsed to see that; most others are written like this.
  if (url[4] !== ':') return false
  return usualLoopback.test(url) || isParsedPlainLoopback(url)
}

function isParsedPlainLoopback(url: string): boolean {
  const { protocol, hostname = '' } = parse(url) ?? {}
  return protocol === 'http:' && isLoopback(hostname)
}

/** Whether a host name, as `URL` writes it, is this machine. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|\[::1\]|127(\.\d+){3})$/.test(hostname)
}

type Rule = (url: URL) => boolean

// `URL` has already brought the host to lower case and punycode, and default ports to ''.
function isHere({ protocol, host }: URL): boolean {
  return protocol === 'https:' && hereSuffixes.some((suffix) => host.endsWith(suffix))
}

// An origin, or a host with or without a port; `*.` stands for all names below it.
const trustedHostForm = /^(?:(https?:)\/\/|(\*\.)?)([^\s\\/?#@*]*[^\s\\/?#@*:])\/?$/i

/** Whether a value can be an entry of `trustedHosts`. */
export function isTrustedHost(entry: unknown): entry is string {
  const host = typeof entry === 'string' && trustedHostForm.exec(entry)?.[3]
  return Boolean(host) && URL.canParse(`https://${host}`)
}

function toRule(entry: string): Rule {
  const [, scheme, wildcard, host] = trustedHostForm.exec(entry) ?? []
  return (url) => {
    // In the scheme of the URL, so that a host without a port means the default one.
    const own = new URL(`${scheme ?? url.protocol}//${host}`)
    if (scheme) return url.origin === own.origin
    return isSafe(url) && (wildcard ? url.host.endsWith(`.${own.host}`) : url.host === own.host)
  }
}

// Up to the first slash of the path: what follows cannot change the host, so one decision serves every path. Before it
// `URL` sees all that could end or change the host.
function authorityOf(url: string): string {
  const end = url.indexOf('/', 'https://'.length)
  return end < 0 ? url : url.slice(0, end + 1)
}

/** A URL in its parts, or `undefined` where it is none. */
export function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}
