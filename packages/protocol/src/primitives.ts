import { Type } from 'typebox';

/** UUID of any object of ours. Random: it tells nothing and cannot be guessed. */
export const Id = (description: string) => Type.String({ format: 'uuid', description });

/** UTC, ISO 8601 with milliseconds, always the server's clock. */
export const Timestamp = Type.String({ format: 'date-time', description: "UTC, the server's clock" });

/** Position in a conversation's log: 1, 2, 3 … without a gap [LOG1]. */
export const Seq = Type.Integer({
  minimum: 0,
  description: 'position in the log, gap-free from 1; 0 means before the first',
});

/** A sender's own id for one entry: unique per conversation and sender [LOG3]. */
export const ClientId = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[A-Za-z0-9_-]+$',
  description: "the sender's own id of this entry",
});

/** One of some words. */
export const OneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });

/** A value or null. */
export const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
