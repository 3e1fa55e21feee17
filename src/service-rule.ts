/** What the option `service` must be, in words. */
export const serviceRule = 'a name of hereServices, or { hrn, api, version }'

/** What the option `rateLimit` must be, in words. */
export const rateRule = '{ perSecond: 5 or { geocode: 5 } }'
