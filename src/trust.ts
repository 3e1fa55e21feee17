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
  const decide = remember((authority) => {
    const url = parse(authority)
    return url !== undefined && !hasUserInfo(url) && (isHere(url) || rules.some((rule) => rule(url)))
  })
  const ownOrigin = remember((authority) => {
    const url = parse(authority)
    return url !== undefined && !hasUserInfo(url) && isSafe(url) ? url.origin : undefined
  })
  return {
    isTrusted: (url) => decide(authorityOf(url)),
    isOwnOrigin(url, baseURL) {
      const own = ownOrigin(authorityOf(baseURL ?? ''))
      return own !== undefined && own === ownOrigin(authorityOf(url))
    },
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

function parseTrustedHost(entry: string): Rule {
  const isOrigin = entry.includes('://')
  const isWildcard = entry.startsWith('*.')
  const host = isWildcard ? entry.slice('*.'.length) : entry
  const parsed = parse(isOrigin ? entry : `https://${host}`)
  if (parsed === undefined || !isBare(parsed) || host.includes('*') || (!isOrigin && /[\s\\/?#@]/.test(host))) {
    throw new TypeError(
      'here.trustedHosts has an entry that is neither a host (maps.example.com, *.example.com, localhost:8080) ' +
        'nor an origin (http://gateway:8080)',
    )
  }
  if (isOrigin) return (url) => url.origin === parsed.origin
  const matches = isWildcard
    ? (hostname: string) => hostname.endsWith(`.${parsed.hostname}`)
    : (hostname: string) => hostname === parsed.hostname
  const port = /:(\d+)$/.exec(host)?.[1]
  const isPort = port === undefined ? (url: URL) => url.port === '' : (url: URL) => portOf(url) === Number(port)
  return (url) => isSafe(url) && isPort(url) && matches(url.hostname)
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80))
}

function isBare(url: URL): boolean {
  return (
    /^https?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    !hasUserInfo(url) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash
  )
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

function remember<T>(decide: (authority: string) => T): (authority: string) => T {
  const decisions = new Map<string, { decision: T }>()
  return (authority) => {
    const known = decisions.get(authority)
    if (known !== undefined) return known.decision
    if (decisions.size >= maximumCachedAuthorities) decisions.clear()
    const decision = decide(authority)
    decisions.set(authority, { decision })
    return decision
  }
}
