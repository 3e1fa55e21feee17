/** A point on the earth, in degrees. */
export interface LatLng {
  lat: number
  lng: number
}

/** Reads `lat,lng` as HERE's parameters write it; anything behind (`;r=500`) is left aside. */
export function parsePoint(text: string | null | undefined): LatLng | undefined {
  const match = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:;.*)?$/.exec(text ?? '')
  const point = { lat: Number(match?.[1]), lng: Number(match?.[2]) }
  return Math.abs(point.lat) <= 90 && Math.abs(point.lng) <= 180 ? point : undefined
}

const earthRadius = 6_371_000
const toRadians = Math.PI / 180

/** Metres between two points, on a sphere. */
export function distance(a: LatLng, b: LatLng): number {
  const h =
    Math.sin(((b.lat - a.lat) * toRadians) / 2) ** 2 +
    Math.cos(a.lat * toRadians) * Math.cos(b.lat * toRadians) * Math.sin(((b.lng - a.lng) * toRadians) / 2) ** 2
  return Math.round(2 * earthRadius * Math.asin(Math.sqrt(Math.min(1, h))))
}

/** The point some metres north and east of another. */
export function moved({ lat, lng }: LatLng, north: number, east: number): LatLng {
  const metresPerDegree = earthRadius * toRadians
  return {
    lat: rounded(clamp(lat + north / metresPerDegree, 90)),
    lng: rounded(clamp(lng + east / (metresPerDegree * Math.max(0.01, Math.cos(lat * toRadians))), 180)),
  }
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(5))
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value))
}
