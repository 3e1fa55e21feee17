import { createHereClient } from 'axios-here'

export const here = createHereClient()
