/** What to do in a browser in place of signing in. */
export const advice = 'A browser must hold no secret: pass a function that asks your own back end for a token.'
