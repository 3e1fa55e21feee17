import type { MapPoint } from './geography.ts'
import { hashOf, smoothNoise } from './noise.ts'
import type { Picture } from './png.ts'
import { type GridPoint, streetCount, toGrid } from './streets.ts'

/** The part of the map that a picture shows. */
export interface View {
  /** Its upper left corner. */
  corner: MapPoint
  /** The size of a pixel on the map. */
  scale: number
  width: number
  height: number
}

type Colour = readonly [red: number, green: number, blue: number]

const land: Colour = [243, 241, 236]
const block: Colour = [235, 231, 224]
const house: Colour = [221, 215, 206]
const park: Colour = [205, 228, 190]
const water: Colour = [163, 205, 232]
const edge: Colour = [203, 196, 184]
// By rank above the lowest rank that is drawn.
const streetColours: readonly Colour[] = [
  [255, 255, 255],
  [255, 255, 255],
  [255, 245, 200],
  [255, 226, 150],
  [250, 200, 120],
]
const halfWidths = [0.6, 1.1, 1.7, 2.3, 2.9]

/** Draws a part of the map. Adjacent pictures fit together, because a pixel depends on its position alone. */
export function drawMap(view: View): Picture {
  const { width, height, scale } = view
  const pixels = new Uint8Array(width * height * 4)
  const pixelsPerStreet = 1 / (scale * streetCount)
  const placeOf = gridOfPixels(view)
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [red, green, blue] = colourOf(placeOf(column, row), pixelsPerStreet)
      const first = (row * width + column) * 4
      pixels[first] = red
      pixels[first + 1] = green
      pixels[first + 2] = blue
      pixels[first + 3] = 255
    }
  }
  return { width, height, pixels }
}

const meshSize = 8

// Calculated at some pixels and interpolated between them, which is ten times as fast and accurate for gentle bends.
function gridOfPixels({ corner, scale, width, height }: View): (column: number, row: number) => GridPoint {
  const nodes = Array.from({ length: Math.ceil(height / meshSize) + 1 }, (_, row) =>
    Array.from({ length: Math.ceil(width / meshSize) + 1 }, (_, column) =>
      toGrid({ x: corner.x + column * meshSize * scale, y: corner.y + row * meshSize * scale }),
    ),
  )
  return (column, row) => {
    const [right, below] = [(column + 0.5) / meshSize, (row + 0.5) / meshSize]
    const [left, top] = [Math.floor(right), Math.floor(below)]
    const [upper, lower] = [nodes[top] as GridPoint[], nodes[top + 1] as GridPoint[]]
    const part = right - left
    const above = between(upper[left] as GridPoint, upper[left + 1] as GridPoint, part)
    return between(above, between(lower[left] as GridPoint, lower[left + 1] as GridPoint, part), below - top)
  }
}

function between(from: GridPoint, to: GridPoint, part: number): GridPoint {
  return { across: from.across + (to.across - from.across) * part, down: from.down + (to.down - from.down) * part }
}

function colourOf(place: GridPoint, pixelsPerStreet: number): Colour {
  const shore = shoreOf(place, pixelsPerStreet) * pixelsPerStreet
  const ground = shore < 0 ? water : blend(groundOf(place, pixelsPerStreet), water, 0.5 - shore)
  return drawStreets(ground, place, pixelsPerStreet, shore < 0)
}

// The distance to the water in streets, negative in it. Waters that are too small for the scale are omitted. The seeds are
// chosen so that the centres of the emulator's cities are on land.
function shoreOf({ across, down }: GridPoint, pixelsPerStreet: number): number {
  const sea = smoothNoise(across / 2600, down / 2600, 3) * 0.8 + smoothNoise(across / 300, down / 300, 4) * 0.2
  const toSea = (0.76 - sea) * 1500
  if (pixelsPerStreet < 0.4) return toSea
  const lake = smoothNoise(across / 90, down / 90, 15) * 0.75 + smoothNoise(across / 21, down / 21, 8) * 0.25
  const bed = smoothNoise(across / 300, down / 120, 9) * 0.8 + smoothNoise(across / 40, down / 40, 10) * 0.2
  return Math.min(toSea, (0.84 - lake) * 60, Math.abs(bed - 0.5) * 110 - 0.35)
}

function groundOf({ across, down }: GridPoint, pixelsPerStreet: number): Colour {
  if (pixelsPerStreet < 0.6) return land
  const green = smoothNoise(across / 9, down / 9, 11) * 0.8 + smoothNoise(across / 3, down / 3, 12) * 0.2
  const [left, top] = [Math.floor(across), Math.floor(down)]
  if (green > 0.72 || (pixelsPerStreet > 20 && hashOf(left, top, 13) < 0.05)) return park
  if (pixelsPerStreet < 20) return land
  return pixelsPerStreet > 90 && isHouse(across - left, down - top, hashOf(left, top, 14)) ? house : block
}

// Houses stand along the streets of a block, with gaps between them and a yard inside.
function isHouse(right: number, below: number, chance: number): boolean {
  const toStreet = Math.min(right, below, 1 - right, 1 - below)
  const along = Math.min(right, 1 - right) < Math.min(below, 1 - below) ? below : right
  const lots = 4 + Math.floor(chance * 4)
  const inLot = (along * lots) % 1
  return toStreet > 0.13 && toStreet < 0.27 && inLot > 0.12 && inLot < 0.88
}

function drawStreets(ground: Colour, place: GridPoint, pixelsPerStreet: number, isBridge: boolean): Colour {
  // Streets that are closer than 22 pixels are omitted, because they would blur into grey.
  const least = Math.max(0, Math.ceil(Math.log2(22 / pixelsPerStreet)))
  const zoom = Math.min(2.2, Math.max(1, pixelsPerStreet / 70))
  let colour = ground
  for (let level = isBridge ? 2 : 0; level < streetColours.length; level += 1) {
    const rank = least + level
    const away = Math.min(toStreet(place.across, rank), toStreet(place.down, rank)) * pixelsPerStreet
    const half = (halfWidths[level] as number) * zoom
    colour = blend(colour, edge, half + 1.2 - away)
    colour = blend(colour, streetColours[level] as Colour, half + 0.4 - away)
  }
  return colour
}

// The distance to the nearest street of a rank or a higher one.
function toStreet(position: number, rank: number): number {
  const step = 2 ** rank
  return Math.abs(position - Math.round(position / step) * step)
}

function blend(below: Colour, above: Colour, part: number): Colour {
  const seen = Math.max(0, Math.min(1, part))
  if (seen === 0) return below
  if (seen === 1) return above
  const mix = (index: 0 | 1 | 2): number => Math.round(below[index] + (above[index] - below[index]) * seen)
  return [mix(0), mix(1), mix(2)]
}
