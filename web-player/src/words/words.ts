/** The same keys as `T`, with any words: what a translation must provide. */
export type Words<T> = { [Key in keyof T]: T[Key] extends string ? string : Words<T[Key]> };

/** Languages of the interface. */
export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
