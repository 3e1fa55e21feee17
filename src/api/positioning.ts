import type { ListOf } from './open-enum.ts'

/** The query of `POST /v2/locate`. */
export interface LocateParams {
  /** Per cent that the position is within `accuracy`, 50 to 99. Default: 68. */
  confidence?: number | undefined
  /** What may be less exact: a cell's area, anything, a single access point. */
  fallback?: ListOf<'any' | 'area' | 'singleWifi'> | undefined
  /** Included in the response if it is known. */
  desired?: ListOf<'altitude'> | undefined
  /** Included in the response; if it is unknown, the response is an error. */
  required?: ListOf<'altitude'> | undefined
  /** Tags with `+` between them, for the bill. */
  billingTag?: string | undefined
}

/** The body of `POST /v2/locate`: what the device hears. Needs at least one list. */
export interface LocateBody {
  /** At most 256. */
  wlan?: WlanMeasurement[]
  /** 5G. At most 16. */
  nr?: NrMeasurement[]
  /** 4G. At most 16. */
  lte?: LteMeasurement[]
  /** At most 16. */
  lteCatM?: LteMeasurement[]
  /** At most 16. */
  nbIot?: NbIotMeasurement[]
  /** 3G. At most 16. */
  wcdma?: WcdmaMeasurement[]
  /** At most 16. */
  tdscdma?: TdscdmaMeasurement[]
  /** 2G. At most 16. */
  gsm?: GsmMeasurement[]
  /** At most 16. */
  cdma?: CdmaMeasurement[]
  client?: {
    manufacturer: string
    model: string
    name: string
    version: string
    platform?: string
    platformVersion?: string
  }
}

/** An access point. */
export interface WlanMeasurement {
  /** `'A0-E4-53-20-66-AD'`, or with colons. */
  mac: string
  /** dBm, -128 to 0. */
  rss?: number
}

/** What names a network. */
export interface CellNetwork {
  /** Country: `'262'`. */
  mcc: string | number
  /** Network: `'02'`. */
  mnc: string | number
}

/** A 5G cell. */
export interface NrMeasurement {
  /** Country: `'262'`. */
  mcc: string
  /** Network: `'02'`. */
  mnc: string
  cid: number
  tac?: number
  localId?: { pci: number; nrarfcn: number }
  ss?: NrSignal
  /** Neighbours, at most 32. */
  nmr?: { pci: number; nrarfcn: number; cid?: number; ss?: NrSignal }[]
}

/** How a 5G cell is heard. */
export interface NrSignal {
  /** dBm, -156 to -31. */
  rsrp?: number
  /** dB, -43 to 20. */
  rsrq?: number
}

/** A 4G cell. */
export interface LteMeasurement extends CellNetwork {
  cid: number
  tac?: number
  localId?: { pci: number; earfcn: number }
  /** Timing advance, 0 to 1,282; about 156 metres each. */
  ta?: number
  /** dBm, -156 to -44. */
  rsrp?: number
  /** dB, -34 to 3. */
  rsrq?: number
  /** Neighbours, at most 32. */
  nmr?: { pci: number; earfcn: number; cid?: number /** dBm. */; rsrp?: number /** dB. */; rsrq?: number }[]
  /** 5G neighbours, at most 32; not for Cat-M. */
  nrNmr?: { pci: number; nrarfcn: number; cid?: number; ss?: NrSignal }[]
}

/** An NB-IoT cell. */
export interface NbIotMeasurement extends CellNetwork {
  cid: number
  tac?: number
  localId?: { pci: number; earfcn: number }
  /** Timing advance, 0 to 1,282; about 156 metres each. */
  ta?: number
  /** dBm, -156 to -44. */
  nrsrp?: number
  /** dB, -34 to 2.5. */
  nrsrq?: number
  /** Neighbours, at most 32. */
  nmr?: { pci: number; earfcn: number; cid?: number /** dBm. */; nrsrp?: number /** dB. */; nrsrq?: number }[]
}

/** A 3G cell. */
export interface WcdmaMeasurement extends CellNetwork {
  cid: number
  lac?: number
  localId?: { uarfcndl: number; psc: number }
  /** dBm, -120 to -25. */
  rscp?: number
  /** dB, 46 to 158. */
  pathloss?: number
  /** Neighbours, at most 32. */
  nmr?: { uarfcndl: number; psc: number; cid?: number /** dBm. */; rscp?: number; pathloss?: number }[]
}

/** A TD-SCDMA cell. */
export interface TdscdmaMeasurement extends CellNetwork {
  cid: number
  lac?: number
  localId?: { uarfcn: number; cellParams: number }
  /** Timing advance, 0 to 1,530; about 156 metres each. */
  ta?: number
  /** dBm, -120 to -25. */
  rscp?: number
  /** dB, 46 to 158. */
  pathloss?: number
  /** Neighbours, at most 32. */
  nmr?: { uarfcn: number; cellParams: number; cid?: number /** dBm. */; rscp?: number; pathloss?: number }[]
}

/** A 2G cell. */
export interface GsmMeasurement extends CellNetwork {
  lac: number
  cid: number
  localId?: { bsic: number; bcch: number }
  /** Timing advance, 0 to 63; about 1,107 metres each. */
  ta?: number
  /** dBm, -110 to -25. */
  rxLevel?: number
  /** Neighbours, at most 32. */
  nmr?: { bsic: number; bcch: number /** dBm. */; rxLevel?: number; globalIdentity?: { lac: number; cid: number } }[]
}

/** A CDMA cell. */
export interface CdmaMeasurement {
  sid: number
  nid: number
  bsid: number
  rz?: number
  localId?: { pnOffset: number; channel: number }
  /** dBm, -142 to -49. */
  pilotPower?: number
  /** Degrees. */
  baseLat?: number
  /** Degrees. */
  baseLng?: number
  /** Neighbours, at most 32. */
  nmr?: { pnOffset: number; channel: number /** dBm. */; pilotPower?: number; bsid?: number }[]
}

/** `POST /v2/locate`. A position that is not found is a 404. */
export interface LocateResponse {
  location: {
    /** Degrees, WGS 84. */
    lat: number
    /** Degrees, WGS 84. */
    lng: number
    /** Metres: radius of the circle that it is in, as likely as `confidence` says. */
    accuracy: number
    /** Metres above the WGS 84 ellipsoid. */
    alt?: number
    /** Metres. */
    altAccuracy?: number
  }
}
