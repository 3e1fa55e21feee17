/** A point on the Earth, WGS 84. */
export interface LatLng {
  /** Degrees, -90 to 90. */
  lat: number
  /** Degrees, -180 to 180. */
  lng: number
}
