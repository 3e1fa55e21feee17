import type { OpeningHours, PlaceItem } from '../../../api/search.ts'
import { addressNear } from '../../world/cities.ts'
import { distance, type LatLng, moved } from '../../world/geography.ts'
import { hexId, pick, seededRandom } from '../../world/random.ts'

/** A kind of place, and the search words that find it. */
interface PlaceKind {
  words: readonly string[]
  category: { id: string; name: string }
  names: readonly string[]
  foods?: ReadonlyArray<{ id: string; name: string }>
}

const placeKinds: readonly PlaceKind[] = [
  {
    words: ['restaurant', 'food', 'dinner', 'lunch', 'pizza', 'curry'],
    category: { id: '100-1000-0001', name: 'Casual Dining' },
    names: [
      'Green Table',
      'Old Mill',
      'Blue Lantern',
      'Corner House',
      'Saffron Garden',
      'Little Harbour',
      'Olive Yard',
    ],
    foods: [
      { id: '200-000', name: 'American' },
      { id: '202-000', name: 'Indian' },
      { id: '304-000', name: 'Italian' },
      { id: '203-000', name: 'Japanese' },
    ],
  },
  {
    words: ['coffee', 'cafe', 'café', 'tea'],
    category: { id: '100-1100-0010', name: 'Coffee Shop' },
    names: ['Second Cup', 'Grinder', 'Morning Bird', 'Slow Roast', 'Window Seat'],
  },
  {
    words: ['hotel', 'hostel', 'sleep'],
    category: { id: '500-5000-0053', name: 'Hotel' },
    names: ['Hotel Meridian', 'City Lodge', 'Station Inn', 'Riverside Rooms'],
  },
  {
    words: ['fuel', 'petrol', 'gas', 'charging', 'ev'],
    category: { id: '700-7600-0116', name: 'Petrol Station' },
    names: ['Northway Fuel', 'Ring Road Service', 'Express Stop', 'Harbour Fuel'],
  },
  {
    words: ['parking', 'garage'],
    category: { id: '800-8500-0178', name: 'Parking Garage' },
    names: ['Central Garage', 'Market Car Park', 'Opera Parking'],
  },
]

/** A place in the response of a search. */
export interface FoundPlace extends PlaceItem {
  language: string
  position: LatLng
  distance: number
}

/** The places around a point that a search finds, nearest first. The same arguments give the same places. */
export function placesAround(point: LatLng, words: string, count: number): FoundPlace[] {
  const kind = kindOf(words)
  const seed = `${words.toLowerCase().trim()} @ ${point.lat},${point.lng}`
  return Array.from({ length: count }, (_, index) => placeItem(point, kind, words, `${seed} #${index}`)).sort(
    (a, b) => a.distance - b.distance,
  )
}

function kindOf(words: string): PlaceKind | undefined {
  const searched = words.toLowerCase()
  return placeKinds.find((kind) => kind.words.some((word) => searched.includes(word)))
}

function placeItem(centre: LatLng, kind: PlaceKind | undefined, words: string, seed: string): FoundPlace {
  const random = seededRandom(seed)
  const away = 30 + 1900 * random() ** 2
  const angle = random() * 2 * Math.PI
  const position = moved(centre, away * Math.cos(angle), away * Math.sin(angle))
  const address = addressNear(position)
  const title = kind === undefined ? titleCase(words) : `${pick(kind.names, random())} ${address.street}`
  const category = kind?.category ?? { id: '900-9300-0000', name: 'Business' }
  const food = kind?.foods === undefined ? undefined : pick(kind.foods, random())
  return {
    title,
    id: `here:pds:place:276u33dc-${hexId(seed)}`,
    language: 'en',
    resultType: 'place',
    address: { ...address, label: `${title}, ${address.label}` },
    position,
    access: [moved(position, 8, -5)],
    distance: distance(centre, position),
    categories: [{ ...category, primary: true }],
    ...(food === undefined ? {} : { foodTypes: [{ ...food, primary: true }] }),
    contacts: [{ phone: [{ value: `+49305550${String(Math.floor(random() * 900) + 100)}` }] }],
    openingHours: [openingHours(8 + Math.floor(random() * 4), 18 + Math.floor(random() * 6))],
  }
}

function openingHours(from: number, until: number): OpeningHours {
  const clock = (hour: number): string => String(hour).padStart(2, '0')
  return {
    text: [`Mon-Sun: ${clock(from)}:00 - ${clock(until)}:00`],
    isOpen: true,
    structured: [
      {
        start: `T${clock(from)}0000`,
        duration: `PT${clock(until - from)}H00M`,
        recurrence: 'FREQ:DAILY;BYDAY:MO,TU,WE,TH,FR,SA,SU',
      },
    ],
  }
}

function titleCase(words: string): string {
  return words.trim().replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase())
}
