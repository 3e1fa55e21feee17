import type { OpeningHours, PlaceItem } from '../../api/search.ts'
import { distance, type LatLng, moved } from './geography.ts'
import { hexId, pick, seededRandom } from './random.ts'

/** One of the emulator's cities. */
export interface City extends LatLng {
  city: string
  countryCode: string
  countryName: string
  state: string
  postalCode: string
  streets: readonly string[]
}

const cities: readonly City[] = [
  city('Berlin', 'DEU', 'Deutschland', 'Berlin', '10178', 52.5186, 13.4081, [
    'Karl-Liebknecht-Straße',
    'Münzstraße',
    'Spandauer Straße',
    'Rosenthaler Straße',
  ]),
  city('Hamburg', 'DEU', 'Deutschland', 'Hamburg', '20095', 53.5511, 9.9937, [
    'Mönckebergstraße',
    'Spitalerstraße',
    'Ferdinandstraße',
  ]),
  city('München', 'DEU', 'Deutschland', 'Bayern', '80331', 48.1371, 11.5754, [
    'Sendlinger Straße',
    'Kaufingerstraße',
    'Tal',
  ]),
  city('Paris', 'FRA', 'France', 'Île-de-France', '75004', 48.8566, 2.3522, [
    'Rue de Rivoli',
    'Rue Saint-Martin',
    'Boulevard de Sébastopol',
  ]),
  city('London', 'GBR', 'United Kingdom', 'England', 'WC2N', 51.5074, -0.1278, [
    'Strand',
    'Whitehall',
    'Charing Cross Road',
  ]),
  city('Amsterdam', 'NLD', 'Nederland', 'Noord-Holland', '1012', 52.3731, 4.8926, ['Damrak', 'Nieuwendijk', 'Rokin']),
  city('New York', 'USA', 'United States', 'New York', '10007', 40.7128, -74.006, [
    'Broadway',
    'Church St',
    'Chambers St',
  ]),
  city('Chicago', 'USA', 'United States', 'Illinois', '60602', 41.8781, -87.6298, [
    'W Madison St',
    'S Dearborn St',
    'W Adams St',
  ]),
  city('São Paulo', 'BRA', 'Brasil', 'São Paulo', '01001', -23.5505, -46.6333, [
    'Rua Direita',
    'Rua Boa Vista',
    'Rua São Bento',
  ]),
  city('Tokyo', 'JPN', 'Japan', 'Tokyo', '100-0005', 35.6812, 139.7671, ['Eitai-dori', 'Hibiya-dori', 'Chuo-dori']),
  city('Sydney', 'AUS', 'Australia', 'New South Wales', '2000', -33.8688, 151.2093, [
    'George St',
    'Pitt St',
    'Elizabeth St',
  ]),
  city('Mumbai', 'IND', 'India', 'Maharashtra', '400001', 18.9388, 72.8354, [
    'Dr Dadabhai Naoroji Road',
    'Mint Road',
    'Perin Nariman Street',
  ]),
]

function city(
  name: string,
  countryCode: string,
  countryName: string,
  state: string,
  postalCode: string,
  lat: number,
  lng: number,
  streets: readonly string[],
): City {
  return { city: name, countryCode, countryName, state, postalCode, lat, lng, streets }
}

/** What the emulator knows under a search word. */
interface Kind {
  words: readonly string[]
  category: { id: string; name: string }
  names: readonly string[]
  foods?: ReadonlyArray<{ id: string; name: string }>
}

const kinds: readonly Kind[] = [
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

/** An address in HERE's words. */
export interface Address {
  label: string
  countryCode: string
  countryName: string
  state: string
  city: string
  street?: string
  houseNumber?: string
  postalCode: string
}

/** The city nearest to a point, however far. */
function nearestCity(point: LatLng): City {
  return [...cities].sort((a, b) => distance(a, point) - distance(b, point))[0] as City
}

/** One of the cities, by a number from 0 to 1. */
export function cityBy(fraction: number): City {
  return pick(cities, fraction)
}

/** The city whose name stands in a text. */
export function cityIn(text: string): City | undefined {
  const searched = text.toLowerCase()
  return cities.find(({ city: name }) => searched.includes(name.toLowerCase()))
}

/** An address in a city; without a street it is the city's own. */
export function addressIn(home: City, street?: string, houseNumber?: string): Address {
  const { city: name, countryCode, countryName, state, postalCode } = home
  const line = [street, houseNumber].filter((part) => part !== undefined).join(' ')
  return {
    label: [line, `${postalCode} ${name}`, countryName].filter((part) => part !== '').join(', '),
    countryCode,
    countryName,
    state,
    city: name,
    ...(street === undefined ? {} : { street }),
    ...(houseNumber === undefined ? {} : { houseNumber }),
    postalCode,
  }
}

/** A street address near a point: the same for the same point. */
export function addressNear(point: LatLng): Address & { street: string } {
  const home = nearestCity(point)
  const random = seededRandom(`address ${point.lat},${point.lng}`)
  const street = pick(home.streets, random())
  return { ...addressIn(home, street, String(1 + Math.floor(random() * 120))), street }
}

/** A place as the search services list it. */
export interface FoundPlace extends PlaceItem {
  language: string
  position: LatLng
  distance: number
}

/** The places around a point that a search finds, nearest first: the same for the same words, point and number. */
export function placesAround(point: LatLng, words: string, count: number): FoundPlace[] {
  const kind = kindFor(words)
  const seed = `${words.toLowerCase().trim()} @ ${point.lat},${point.lng}`
  return Array.from({ length: count }, (_, index) => placeAt(point, kind, words, `${seed} #${index}`)).sort(
    (a, b) => a.distance - b.distance,
  )
}

function kindFor(words: string): Kind | undefined {
  const searched = words.toLowerCase()
  return kinds.find((kind) => kind.words.some((word) => searched.includes(word)))
}

function placeAt(centre: LatLng, kind: Kind | undefined, words: string, seed: string): FoundPlace {
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
