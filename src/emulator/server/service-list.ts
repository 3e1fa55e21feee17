import { createAccountService } from '../account/account.ts'
import { catalogsService } from '../services/catalogs.ts'
import type { ServiceContext } from '../services/context.ts'
import { createSignInService, dataLensService } from '../services/data-lens.ts'
import { lookupService } from '../services/lookup.ts'
import { mapsService } from '../services/maps.ts'
import { createMatrixService } from '../services/matrix/matrix.ts'
import { positioningService } from '../services/positioning.ts'
import { isolineService } from '../services/routing/isoline.ts'
import { searchService } from '../services/search.ts'
import { createToursService } from '../services/tours/tours.ts'
import { trafficService } from '../services/traffic/traffic.ts'
import { transitService } from '../services/transit/transit.ts'
import { routesService } from '../services/v8-routes.ts'
import { weatherService } from '../services/weather/weather.ts'
import type { Service } from './paths.ts'

/** Every service that the emulator has. */
export interface Services {
  /** Before the bearer check: where tokens come from. */
  open: readonly Service[]
  /** Behind it. */
  guarded: readonly Service[]
}

/** The services of one emulator. */
export function createServices(context: ServiceContext): Services {
  return {
    open: [createAccountService(context.account), createSignInService(context.account)],
    guarded: [
      searchService,
      routesService,
      transitService,
      isolineService,
      createMatrixService(context),
      createToursService(context),
      trafficService,
      weatherService,
      positioningService,
      mapsService,
      lookupService,
      catalogsService,
      dataLensService,
    ],
  }
}
