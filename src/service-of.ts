import type { InternalAxiosRequestConfig } from 'axios'
import type { HereClientOptions } from './client/options.ts'
import { hostOf } from './http/request-name.ts'
import { checkServiceName, findByPath, hostIn, pathOf } from './services/resolve-host.ts'
import { serviceTable } from './services/service-table.ts'

/**
 * The name of the service that a request goes to: by its host, else (at a gateway) as `here.service` or its path says; its
 * host where none of these is HERE's.
 */
export function serviceOf(config: InternalAxiosRequestConfig, { region, service }: HereClientOptions): string {
  const host = hostOf(config)
  const entries = Object.entries(serviceTable)
  const byHost = entries.find(([, entry]) => hostIn(region, entry.host) === host)
  if (byHost) return byHost[0]
  checkServiceName(service, config)
  if (typeof service === 'string') return service
  const entry = findByPath(pathOf((config.url ?? '').replace(/^\w+:\/\/[^/?#]*/, '')))
  return entries.find(([, known]) => known === entry)?.[0] ?? host
}
