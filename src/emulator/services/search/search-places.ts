import type {
  AutosuggestResponse,
  BrowseResponse,
  DiscoverResponse,
  LookupResponse,
  TextRange,
} from '../../../api/search.ts'
import { cityBy } from '../../world/cities.ts'
import { moved } from '../../world/geography.ts'
import { hexId, seededRandom } from '../../world/random.ts'
import type { EmulatorRequest } from '../http/request.ts'
import type { EmulatorResponse } from '../http/response.ts'
import { missingParameter, type SearchParameters, searchError } from './parameters.ts'
import { type FoundPlace, placesAround } from './place-items.ts'

/** `GET /v1/discover`. */
export function discover(parameters: SearchParameters): DiscoverResponse {
  return { items: findPlaces(parameters.q, parameters) }
}

// The search word that finds the places of a category.
const categoryWords: Record<string, string> = {
  '100-1000': 'restaurant',
  '100-1100': 'coffee',
  '500-5000': 'hotel',
  '700-7600': 'fuel',
  '800-8500': 'parking',
}

/** `GET /v1/browse`, by the first two levels of a category. */
export function browse(parameters: SearchParameters): BrowseResponse {
  const category = parameters.query.get('categories') ?? ''
  return { items: findPlaces(categoryWords[category.slice(0, 8)] ?? 'restaurant', parameters) }
}

function findPlaces(words: string, { at, area, limit }: SearchParameters): FoundPlace[] {
  if (area === undefined) return placesAround(at, words, limit)
  return placesAround(at, words, 100)
    .filter(({ position }) => area.contains(position))
    .slice(0, limit)
}

/** `GET /v1/autosuggest`. */
export function autosuggest({ q, at, limit }: SearchParameters): AutosuggestResponse {
  const places = placesAround(at, q, Math.max(0, limit - 1)).map((place) => ({
    ...place,
    highlights: { title: highlight(place.title, q) },
  }))
  const followUp = {
    title: q,
    id: `here:cm:chain:${hexId(q)}`,
    resultType: 'categoryQuery',
    href: `https://autosuggest.search.hereapi.com/v1/discover?at=${at.lat},${at.lng}&q=${encodeURIComponent(q)}`,
    highlights: { title: highlight(q, q) },
  }
  return { items: [followUp, ...places], queryTerms: [] }
}

/** The range of the words in a text. */
export function highlight(text: string, words: string): TextRange[] {
  const start = text.toLowerCase().indexOf(words.toLowerCase())
  return start < 0 ? [] : [{ start, end: start + words.length }]
}

/** `GET /v1/lookup`. */
export function handleLookup({ query }: EmulatorRequest): EmulatorResponse {
  const id = query.get('id')
  if (!id) return missingParameter('id')
  if (!/^here:[a-z]+:[a-z]+:.+$/.test(id)) {
    return searchError({
      status: 404,
      title: 'Resource not found',
      cause: 'There is no such id.',
      action: 'Correct the id.',
    })
  }
  const random = seededRandom(id)
  const home = cityBy(random())
  const [place] = placesAround(moved(home, random() * 500, random() * 500), 'restaurant', 1)
  return { body: { ...(place as FoundPlace), id } satisfies LookupResponse }
}
