/** Whether a URL may receive the token. */
export type IsTrusted = (url: string) => boolean

/** The hosts that may receive the token. */
export interface TrustedHosts {
  /** Suffixes of host names (`.example.com`), over HTTPS on the default port: whole labels below them, not the names themselves. */
  suffixes: readonly string[]
  /** Hosts (`maps.example.com`, `*.example.com`, `localhost:8080`) or origins (`http://gateway:8080`). */
  trustedHosts?: readonly string[] | undefined
  /** A URL whose origin is trusted if it is HTTPS, or on this machine. */
  baseURL?: string | undefined
}

// Bounds the memory of a process that sends requests to very many hosts.
const maximumCachedAuthorities = 1000

/** Creates the rule that says which URLs may receive the token. */
export function createTrustRule({ suffixes, trustedHosts = [], baseURL }: TrustedHosts): IsTrusted {
  const rules = [belowSuffixes(suffixes), ...trustedHosts.map(toRule), sameOrigin(baseURL)]
  const cache = new Map<string, boolean>()

  return (url) => {
    const authority = authorityOf(url)
    let isTrusted = cache.get(authority)
    if (isTrusted === undefined) {
      if (cache.size >= maximumCachedAuthorities) cache.clear()
      isTrusted = isTrustedAuthority(authority, rules)
      cache.set(authority, isTrusted)
    }
    return isTrusted
  }
}

type Rule = (url: URL) => boolean

function isTrustedAuthority(authority: string, rules: readonly Rule[]): boolean {
  // axios takes nothing else for an absolute URL.
  const url = /^https?:\/\//i.test(authority) ? parseUrl(authority) : undefined
  // axios sends user info of the URL as Basic, in place of any `Authorization` header.
  return url !== undefined && !hasUserInfo(url) && rules.some((rule) => rule(url))
}

// `URL` has already brought the host to lower case and punycode, and default ports to ''.
function belowSuffixes(suffixes: readonly string[]): Rule {
  return ({ protocol, host }) => protocol === 'https:' && suffixes.some((suffix) => host.endsWith(suffix))
}

function sameOrigin(baseURL: string | undefined): Rule {
  const own = baseURL === undefined ? undefined : parseUrl(baseURL)
  const origin = own && isSecure(own) && !hasUserInfo(own) ? own.origin : undefined
  return (url) => url.origin === origin
}

// An origin, or a host with or without a port; `*.` stands for all names below it.
const trustedHostPattern = /^(?:(https?:)\/\/|(\*\.)?)([^\s\\/?#@*]*[^\s\\/?#@*:])\/?$/i

/** Whether a value can be an entry of `trustedHosts`. */
export function isTrustedHost(entry: unknown): entry is string {
  const host = typeof entry === 'string' && trustedHostPattern.exec(entry)?.[3]
  return Boolean(host) && URL.canParse(`https://${host}`)
}

function toRule(entry: string): Rule {
  const [, scheme, wildcard, host] = trustedHostPattern.exec(entry) ?? []
  return (url) => {
    // With the scheme of the URL, so that a host without a port means the default port.
    const trusted = new URL(`${scheme ?? url.protocol}//${host}`)
    if (scheme) return url.origin === trusted.origin
    return isSecure(url) && (wildcard ? url.host.endsWith(`.${trusted.host}`) : url.host === trusted.host)
  }
}

/** Whether credentials and tokens may be sent to a URL at all: over HTTPS, or without leaving this machine. */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

/** Whether a URL leads to this machine. */
export function isLoopbackUrl(url: string): boolean {
  return isLoopback(parseUrl(url)?.hostname ?? '')
}

// Host names as `URL` writes them.
function isLoopback(hostname: string): boolean {
  return /^(localhost|\[::1\]|127(\.\d+){3})$/.test(hostname)
}

function hasUserInfo({ username, password }: URL): boolean {
  return username !== '' || password !== ''
}

// Up to the first slash of the path: the rest cannot change the host, so one result serves all paths of a host.
function authorityOf(url: string): string {
  const end = url.indexOf('/', 'https://'.length)
  return end < 0 ? url : url.slice(0, end + 1)
}

/** A URL in its parts, or `undefined` where it cannot be parsed. */
function parseUrl(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined
}
