/** What `isToken` asks for, in words. Node's own servers take 16 KiB of headers in all. */
export const tokenRule = '1 to 16384 visible ASCII characters'

/** The words for a token of an app's that is none. */
export const accessTokenRule: string = `accessToken must be ${tokenRule}`
