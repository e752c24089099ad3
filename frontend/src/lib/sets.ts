// Membership in a closed set.

/** Whether a value of any kind, such as a part of an address, is one of the set. */
export const isOneOf = <V>(values: readonly V[], value: unknown): value is V => values.some((one) => one === value);

/** The value if it is one of the set. */
export const oneOf = <V>(values: readonly V[], value: unknown): V | undefined => values.find((one) => one === value);
