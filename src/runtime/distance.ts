/** How far two paths are from each other: the fewest characters to change. */
export { default as distanceBetween } from 'leven'
