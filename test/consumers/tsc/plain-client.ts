import axios from 'axios'

export const here = axios.create()
