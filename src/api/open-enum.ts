/**
 * One of the values that are known, or any other text: HERE adds values without a new version. An editor suggests the
 * known ones.
 */
export type Open<T extends string> = T | (string & {})

/** A list in a query: an array, or its values in one text with commas between them. */
export type ListOf<T extends string> = readonly Open<T>[] | Open<T>

/** A list in a query of whatever texts: an array, or one text with commas between them. */
export type TextList = readonly string[] | string

/** A list of numbers in a query: an array, a single one, or a text with commas between them. */
export type NumberList = readonly number[] | number | string
