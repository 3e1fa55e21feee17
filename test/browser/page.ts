// Defines the built package as globals of a page, for the tests, with tokens from the origin of the page.
import axios from 'axios'
import { createHereClient, isHereAuthError, pollHereJob } from 'axios-here'

const getToken = async (): Promise<unknown> => (await axios.get('/here-token')).data
Object.assign(globalThis, { axios, createHereClient, isHereAuthError, pollHereJob, getToken })
