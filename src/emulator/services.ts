import { createAccountService } from './account.ts'
import { catalogsService } from './catalogs.ts'
import type { ServiceContext } from './context.ts'
import { createSignInService, dataLensService } from './data-lens.ts'
import { isolineService } from './isoline.ts'
import { lookupService } from './lookup.ts'
import { mapsService } from './maps.ts'
import { createMatrixService } from './matrix.ts'
import type { Service } from './paths.ts'
import { positioningService } from './positioning.ts'
import { routesService } from './routes.ts'
import { searchService } from './search.ts'
import { createToursService } from './tours.ts'
import { trafficService } from './traffic.ts'
import { transitService } from './transit.ts'
import { weatherService } from './weather.ts'

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
