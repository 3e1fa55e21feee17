/** How a secret may stand in somebody's words: as it is, in a URL, in a form, in JSON. The longest first. */
export function spellingsOf(secrets: readonly string[]): string[] {
  const all = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice('='.length),
    JSON.stringify(secret).slice(1, -1),
  ])
  return [...new Set(all)].sort((a, b) => b.length - a.length)
}
