import { distance, type LatLng } from './geography.ts'
import { pick, seededRandom } from './random.ts'

/** A city that the emulator knows. */
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

/** An address as HERE's responses have it. */
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

function nearestCity(point: LatLng): City {
  return [...cities].sort((a, b) => distance(a, point) - distance(b, point))[0] as City
}

/** The city for a number from 0 to 1. */
export function cityBy(fraction: number): City {
  return pick(cities, fraction)
}

/** The city whose name a text contains. */
export function cityIn(text: string): City | undefined {
  const searched = text.toLowerCase()
  return cities.find(({ city: name }) => searched.includes(name.toLowerCase()))
}

/** An address in a city; without a street the address of the city itself. */
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

/** A street address near a point. The same point always has the same address. */
export function addressNear(point: LatLng): Address & { street: string } {
  const home = nearestCity(point)
  const random = seededRandom(`address ${point.lat},${point.lng}`)
  const street = pick(home.streets, random())
  return { ...addressIn(home, street, String(1 + Math.floor(random() * 120))), street }
}
