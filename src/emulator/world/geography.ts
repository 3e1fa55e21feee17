/** A point on the earth, in degrees. */
export interface LatLng {
  lat: number
  lng: number
}

/** Parses `lat,lng` as HERE's parameters have it, ignoring options such as `;r=500` and `!stopDuration=60`. */
export function parsePoint(text: string | null | undefined): LatLng | undefined {
  const match = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:[;!].*)?$/.exec(text ?? '')
  const point = { lat: Number(match?.[1]), lng: Number(match?.[2]) }
  return isOnEarth(point) ? point : undefined
}

/** Reads a point from a JSON value `{lat, lng}`. */
export function readPoint(value: unknown): LatLng | undefined {
  const { lat, lng } = (value ?? {}) as Partial<LatLng>
  return typeof lat === 'number' && typeof lng === 'number' && isOnEarth({ lat, lng }) ? { lat, lng } : undefined
}

function isOnEarth({ lat, lng }: LatLng): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180
}

/** The sides of an area, in degrees. */
export interface Box {
  west: number
  south: number
  east: number
  north: number
}

/** An area on the earth. */
export interface Area {
  centre: LatLng
  box: Box
  contains(point: LatLng): boolean
}

/** Parses `circle:lat,lng;r=metres` and `bbox:west,south,east,north`, as HERE's parameter `in` has it. */
export function parseArea(text: string | null): Area | undefined {
  const circle = /^circle:(.+);r=(\d+)$/.exec(text ?? '')
  const centre = parsePoint(circle?.[1])
  if (centre !== undefined) return circleAround(centre, Number(circle?.[2]))
  const sides = /^bbox:(.+)$/.exec(text ?? '')?.[1]?.split(',')
  const [west, south, east, north] = (sides ?? []).map(Number)
  if (west === undefined || south === undefined || east === undefined || north === undefined) return undefined
  return west < east && south < north ? areaOf({ west, south, east, north }) : undefined
}

/** The area within some metres of a point. */
export function circleAround(centre: LatLng, radius: number): Area {
  return { centre, box: boxAround([centre], radius), contains: (point) => distance(centre, point) <= radius }
}

/** The area of a box. */
export function areaOf(box: Box): Area {
  const { west, south, east, north } = box
  return {
    centre: { lat: (south + north) / 2, lng: (west + east) / 2 },
    box,
    contains: ({ lat, lng }) => lat >= south && lat <= north && lng >= west && lng <= east,
  }
}

/** The area within some metres of a line. */
export function corridorAlong(line: readonly LatLng[], radius: number): Area {
  const legs = line.slice(1).map((end, index) => [line[index] as LatLng, end] as const)
  return {
    centre: line[Math.floor(line.length / 2)] as LatLng,
    box: boxAround(line, radius),
    contains: (point) => legs.some(([from, to]) => distance(point, nearestOn(from, to, point)) <= radius),
  }
}

/** The box around all points, with a margin in metres. */
export function boxAround(points: readonly LatLng[], margin: number): Box {
  const lats = points.map(({ lat }) => lat)
  const lngs = points.map(({ lng }) => lng)
  const northEast = moved({ lat: Math.max(...lats), lng: Math.max(...lngs) }, margin, margin)
  const southWest = moved({ lat: Math.min(...lats), lng: Math.min(...lngs) }, -margin, -margin)
  return { west: southWest.lng, south: southWest.lat, east: northEast.lng, north: northEast.lat }
}

// On a flat earth, which is accurate enough over the length of a street.
function nearestOn(from: LatLng, to: LatLng, point: LatLng): LatLng {
  const [height, width] = [to.lat - from.lat, to.lng - from.lng]
  const narrow = Math.cos(from.lat * toRadians) ** 2
  const length = height ** 2 + width ** 2 * narrow
  const along = (point.lat - from.lat) * height + (point.lng - from.lng) * width * narrow
  const part = length === 0 ? 0 : Math.max(0, Math.min(1, along / length))
  return { lat: from.lat + height * part, lng: from.lng + width * part }
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

/** Metres along a line. */
export function lengthOf(points: readonly LatLng[]): number {
  return points.slice(1).reduce((sum, point, index) => sum + distance(points[index] as LatLng, point), 0)
}

/** The point some metres north and east of another. */
export function moved({ lat, lng }: LatLng, north: number, east: number): LatLng {
  const metresPerDegree = earthRadius * toRadians
  return {
    lat: rounded(clamp(lat + north / metresPerDegree, 90)),
    lng: rounded(clamp(lng + east / (metresPerDegree * Math.max(0.01, Math.cos(lat * toRadians))), 180)),
  }
}

/** A position on the map, from 0 to 1 eastwards and southwards, in Mercator's projection. */
export interface MapPoint {
  x: number
  y: number
}

// The edge of the square Web Mercator map.
const lastLatitude = 85.0511

/** The position of a point on the map. */
export function toMap({ lat, lng }: LatLng): MapPoint {
  return { x: (lng + 180) / 360, y: (1 - Math.asinh(Math.tan(clamp(lat, lastLatitude) * toRadians)) / Math.PI) / 2 }
}

/** The point at a position on the map. */
export function fromMap({ x, y }: MapPoint): LatLng {
  const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) / toRadians
  return { lat: rounded(lat), lng: rounded(clamp(x * 360 - 180, 180)) }
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(5))
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value))
}
