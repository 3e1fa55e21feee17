/** Under this is all that we put into axios's own objects: a second copy of this package (ESM and CommonJS in one process) sees it too. */
export const mark: unique symbol = Symbol.for('axios-here') as never
