/** Joins rooms of a Banyan mesh from a browser. */
export const SDK_VERSION = '0.1.0';
