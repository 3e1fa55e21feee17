import type { Service } from '../http/service.ts'
import { autocomplete, geocode, handleMultiRevgeocode, revgeocode } from './addresses.ts'
import { withParameters } from './parameters.ts'
import { autosuggest, browse, discover, handleLookup } from './search-places.ts'

/** HERE's Geocoding & Search v7. */
export const searchService: Service = {
  paths: {
    '/v1/discover': { GET: withParameters(['q', 'at'], discover) },
    '/v1/browse': { GET: withParameters(['at'], browse) },
    '/v1/autosuggest': { GET: withParameters(['q', 'at'], autosuggest) },
    '/v1/autocomplete': { GET: withParameters(['q'], autocomplete) },
    '/v1/geocode': { GET: withParameters(['q'], geocode) },
    '/v1/revgeocode': { GET: withParameters(['at'], revgeocode) },
    '/v1/multi-revgeocode': { POST: handleMultiRevgeocode },
    '/v1/lookup': { GET: handleLookup },
  },
}
