import type { Service } from './paths.ts'
import { answerImport, answerRouteHandle, answerRoutes } from './routing.ts'

/** HERE's Routing v8. */
export const routesService: Service = {
  paths: {
    '/v8/routes': { GET: answerRoutes, POST: answerRoutes },
    '/v8/routes/{routeHandle}': { GET: answerRouteHandle, POST: answerRouteHandle },
    '/v8/import': { POST: answerImport },
  },
}
