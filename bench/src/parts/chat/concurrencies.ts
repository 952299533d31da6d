/** Conversations that talk at the same time. */
export const concurrencies = [50, 200, 1_000] as const;
