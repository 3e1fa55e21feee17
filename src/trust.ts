// HERE's hosts live below these names. Whole labels below them: `hereapi.com` itself is not one.
const hereSuffixes = ['.hereapi.com', '.hereapi.cn', '.api.here.com', '.platform.here.com', '.platform.hereolp.cn']

// An app that crawls must not make the cache grow for ever.
const maximumCachedAuthorities = 1000

/** Decides whether a URL may receive the token. */
export interface Trust {
  /** HERE's own hosts over HTTPS, and the hosts that the app named. */
  isTrusted(url: string): boolean
  /** Whether `url` lies at the origin of the client's own `baseURL`, and that one is safe to send a token to. */
  isOwnOrigin(url: string, baseURL: string | undefined): boolean
}

/**
 * Makes the rule that says which URLs may receive the token.
 *
 * @param trustedHosts hosts (`maps.example.com`, `*.example.com`, `localhost:8080`) or origins (`http://gateway:8080`)
 * @throws TypeError for an entry that is neither
 */
export function createTrust(trustedHosts: readonly string[]): Trust {
  const rules = trustedHosts.map(parseTrustedHost)
  const verdicts = new Map<string, Verdict>()

  function judge(url: string): Verdict {
    const authority = authorityOf(url)
    const known = verdicts.get(authority)
    if (known !== undefined) return known
    if (verdicts.size >= maximumCachedAuthorities) verdicts.clear()
    const parsed = parse(authority)
    const verdict = parsed === undefined || hasUserInfo(parsed) ? untrusted : verdictOn(parsed, rules)
    verdicts.set(authority, verdict)
    return verdict
  }

  return {
    isTrusted: (url) => judge(url).isTrusted,
    isOwnOrigin(url, baseURL) {
      const { safeOrigin } = judge(baseURL ?? '')
      return safeOrigin !== undefined && safeOrigin === judge(url).safeOrigin
    },
  }
}

interface Verdict {
  isTrusted: boolean
  /** The origin, when a token could be sent there safely. */
  safeOrigin?: string | undefined
}

const untrusted: Verdict = { isTrusted: false }

function verdictOn(url: URL, rules: readonly Rule[]): Verdict {
  return {
    isTrusted: isHere(url) || rules.some((rule) => rule(url)),
    safeOrigin: isSafe(url) ? url.origin : undefined,
  }
}

/** Whether credentials and tokens may be sent there at all: over HTTPS, or without leaving this machine. */
export function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

/** Whether a URL leads to this machine over plain HTTP. */
export function isPlainLoopback(url: string): boolean {
  if (!/^http:/i.test(url)) return false
  const parsed = parse(url)
  return parsed !== undefined && isLoopback(parsed.hostname)
}

/** Whether a host name, as `URL` writes it, is this machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

// `URL` has already brought the host to lower case and punycode, and default ports to ''.
function isHere({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && hereSuffixes.some((suffix) => hostname.endsWith(suffix))
}

// With user info in the URL axios sends that, as Basic, in place of any Authorization header.
function hasUserInfo({ username, password }: URL): boolean {
  return username !== '' || password !== ''
}

type Rule = (url: URL) => boolean

// An origin, or a host with or without a port; `*.` stands for all names below it.
const trustedHostForm = /^(?:(https?:\/\/)|(\*\.)?)([^\s\\/?#@*:[\]]+|\[[\da-f:.]+\])(:\d+)?$/i

function parseTrustedHost(entry: string): Rule {
  const [, scheme, wildcard, host, port] = trustedHostForm.exec(entry.replace(/^(https?:\/\/.*)\/$/i, '$1')) ?? []
  const own = parse(`${scheme ?? 'https://'}${host}${port ?? ''}`)
  if (host === undefined || own === undefined) {
    throw new TypeError(
      'here.trustedHosts has an entry that is neither a host (maps.example.com, *.example.com, localhost:8080) ' +
        'nor an origin (http://gateway:8080)',
    )
  }
  if (scheme !== undefined) return (url) => url.origin === own.origin
  return (url) =>
    isSafe(url) &&
    (port === undefined ? url.port === '' : portOf(url) === Number(port.slice(1))) &&
    (wildcard === undefined ? url.hostname === own.hostname : url.hostname.endsWith(`.${own.hostname}`))
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80))
}

// Scheme and authority end at the first slash, backslash, question mark or hash; what follows cannot change the host, so
// one decision serves every path. Where white space or control characters make the end doubtful (`URL` drops some, and
// refuses others), the URL is judged as a whole. What axios does not take for absolute is nobody's.
function authorityOf(url: string): string {
  if (!/^https?:\/\//i.test(url)) return ''
  return /^https?:\/\/[^/\\?#\s\p{Cc}]*(?=[/\\?#]|$)/iu.exec(url)?.[0] ?? url
}

function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}
