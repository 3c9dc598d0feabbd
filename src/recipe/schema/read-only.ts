/** A type whose fields and elements, at every depth, cannot be assigned to. */
export type ReadOnly<T> = { readonly [K in keyof T]: ReadOnly<T[K]> }
