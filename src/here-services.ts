import { type HereServiceEntry, type HereServiceName, serviceTable } from './services/service-table.ts'

/**
 * HERE's services by name, with the hosts of the global region. Where two have the same path it belongs to the first; the
 * other one is asked when `here.service` names it.
 */
// A file and a constant of its own: bundlers that split would load the table at the start of each page if the main entry
// imported it, used or not.
export const hereServices: Readonly<Record<HereServiceName, HereServiceEntry>> = serviceTable
