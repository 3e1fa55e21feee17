import type { Service } from '../server/paths.ts'
import { answerImport, answerRouteHandle, answerRoutes } from './routing/routing.ts'
import { answerIntermodalRoutes, answerTransitRoutes } from './transit/transit.ts'

/**
 * Routing, Public Transit and Intermodal v8, which share a path at hosts of their own. The emulator has one host, so the
 * parameters decide. A mode of transport is the router's, which HERE's router cannot do without: where it is missing,
 * HERE answers 400 and the emulator by public transport.
 */
export const routesService: Service = {
  paths: {
    '/v8/routes': {
      GET: (request, parameters) => {
        const names = [...request.query.keys()]
        if (names.includes('transportMode')) return answerRoutes(request, parameters)
        const isIntermodal = names.some((name) => /^(vehicle|rented|taxi|transit|bicycle|kickScooter)\[/.test(name))
        return isIntermodal ? answerIntermodalRoutes(request) : answerTransitRoutes(request)
      },
      POST: answerRoutes,
    },
    '/v8/routes/{routeHandle}': { GET: answerRouteHandle, POST: answerRouteHandle },
    '/v8/import': { POST: answerImport },
  },
}
