/** axios-retry's key in a config, for its options and its state. */
export const retryKey = 'axios-retry'
