// What the tests drive: the built package in a page, with tokens from the page's own origin.
import axios from 'axios'
import { createHereClient, isHereAuthError, pollHereJob } from 'axios-here'

const source = async (): Promise<unknown> => (await axios.get('/here-token')).data
Object.assign(globalThis, { axios, createHereClient, isHereAuthError, pollHereJob, source })
