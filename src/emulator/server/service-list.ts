import { createAccountService } from '../services/account.ts'
import { catalogsService } from '../services/catalogs.ts'
import type { ServiceContext } from '../services/context.ts'
import { createSignInService, dataLensService } from '../services/data-lens.ts'
import type { EmulatorRequest } from '../services/http/request.ts'
import type { Service, Services } from '../services/http/service.ts'
import { lookupService } from '../services/lookup.ts'
import { mapsService } from '../services/maps.ts'
import { createMatrixService } from '../services/matrix/matrix.ts'
import { positioningService } from '../services/positioning.ts'
import { isolineService } from '../services/routing/isoline.ts'
import { handleRoutes, routingService } from '../services/routing/routing.ts'
import { searchService } from '../services/search/search.ts'
import { createToursService } from '../services/tours/tours.ts'
import { trafficService } from '../services/traffic/traffic.ts'
import { handleIntermodalRoutes, handleTransitRoutes } from '../services/transit/journeys.ts'
import { transitService } from '../services/transit/transit.ts'
import { weatherService } from '../services/weather/weather.ts'

/** Creates the services of one emulator. */
export function createServices(context: ServiceContext): Services {
  return {
    public: [createAccountService(context.account), createSignInService(context.account)],
    protected: [
      searchService,
      routesService,
      routingService,
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

/**
 * `/v8/routes` of Routing, Public Transit and Intermodal v8, which HERE serves on three hosts. The emulator has one host,
 * so the parameters decide. Routing requires `transportMode`: without it HERE's router responds with 400, the emulator
 * with a journey by public transport.
 */
const routesService: Service = {
  paths: {
    '/v8/routes': {
      GET(request) {
        if (request.query.has('transportMode')) return handleRoutes(request)
        return isIntermodal(request) ? handleIntermodalRoutes(request) : handleTransitRoutes(request)
      },
      POST: handleRoutes,
    },
  },
}

function isIntermodal({ query }: EmulatorRequest): boolean {
  return [...query.keys()].some((name) => /^(vehicle|rented|taxi|transit|bicycle|kickScooter)\[/.test(name))
}
