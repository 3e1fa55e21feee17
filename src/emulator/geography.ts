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

/** Where a search is made, beside the point that it is made from. */
export interface Area {
  centre: LatLng
  contains(point: LatLng): boolean
}

/** Reads `circle:lat,lng;r=metres` and `bbox:west,south,east,north`, as HERE's parameter `in` writes an area. */
export function parseArea(text: string | null): Area | undefined {
  const circle = /^circle:(.+);r=(\d+)$/.exec(text ?? '')
  const centre = parsePoint(circle?.[1])
  if (centre !== undefined) return { centre, contains: (point) => distance(centre, point) <= Number(circle?.[2]) }

  const [west, south, east, north] =
    /^bbox:(.+)$/
      .exec(text ?? '')?.[1]
      ?.split(',')
      .map(Number) ?? []
  if (west === undefined || south === undefined || east === undefined || north === undefined) return undefined
  if (!(west < east && south < north)) return undefined
  return {
    centre: { lat: (south + north) / 2, lng: (west + east) / 2 },
    contains: ({ lat, lng }) => lat >= south && lat <= north && lng >= west && lng <= east,
  }
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
