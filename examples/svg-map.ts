/** A point on the earth, in degrees. */
interface LatLng {
  lat: number
  lng: number
}

/** A map to which shapes are added; `toString` returns it as SVG. */
export interface SvgMap {
  line(points: readonly LatLng[], colour: string, width: number): void
  /** The first ring is the outline, the others are holes. */
  area(rings: readonly (readonly LatLng[])[], colour: string): void
  dot(point: LatLng): void
  toString(): string
}

const size = 800
const metresPerDegree = 111_195

/** Creates a map of the square around a point; `radius` in metres. */
export function createMap(centre: LatLng, radius: number): SvgMap {
  const scale = size / 2 / radius
  const shapes: string[] = []
  const x = ({ lng }: LatLng): number =>
    size / 2 + (lng - centre.lng) * metresPerDegree * Math.cos((centre.lat * Math.PI) / 180) * scale
  const y = ({ lat }: LatLng): number => size / 2 - (lat - centre.lat) * metresPerDegree * scale
  const path = (points: readonly LatLng[]): string =>
    `M${points.map((point) => `${x(point).toFixed(1)} ${y(point).toFixed(1)}`).join('L')}`
  return {
    line(points, colour, width) {
      shapes.push(`<path d="${path(points)}" fill="none" stroke="${colour}" stroke-width="${width}"/>`)
    },
    area(rings, colour) {
      const outline = rings.map((ring) => `${path(ring)}Z`).join('')
      shapes.push(`<path d="${outline}" fill="${colour}" fill-rule="evenodd" stroke="#fff"/>`)
    },
    dot(point) {
      shapes.push(`<circle cx="${x(point)}" cy="${y(point)}" r="7" fill="#222" stroke="#fff" stroke-width="2"/>`)
    },
    toString: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" stroke-linecap="round" stroke-linejoin="round">
<rect width="${size}" height="${size}" fill="#f4f3ef"/>
${shapes.join('\n')}
</svg>
`,
  }
}
