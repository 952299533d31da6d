import { type Static, Type } from 'typebox';
import { Nullable, OneOf } from './primitives.ts';

/** Of attached data, names and values together. */
export const ATTACHED_DATA_CHARACTERS = 16_384;
export const ATTACHED_DATA_NAMES = 50;

const closed = { additionalProperties: false } as const;

/** What the customer's app says besides, for the agent and for the company's own systems: passed through untouched, proven by nobody. */
export const attachedDataSchema = Type.Record(Type.String(), Type.String({ maxLength: 2_000 }), {
  title: 'AttachedData',
  maxProperties: ATTACHED_DATA_NAMES,
  description: 'names of 1 to 64 characters; at most 16,384 characters, names and values together',
});
export type AttachedData = Static<typeof attachedDataSchema>;

const queue = OneOf(
  ['ours', 'external'],
  "who holds the queue: this server, or the company's own call system, which is asked to at each start",
);

/** Where the company's own services are. */
export const companyBackendSettingsSchema = Type.Object(
  {
    url: Type.String({ minLength: 9, maxLength: 500, pattern: '^https?://' }),
    queue,
    newSecret: Type.Optional(
      Type.Boolean({ description: 'true: the secret is made anew, and the old one is void at once' }),
    ),
  },
  { title: 'CompanyBackendSettings', ...closed },
);
export type CompanyBackendSettings = Static<typeof companyBackendSettingsSchema>;

export const companyBackendViewSchema = Type.Object(
  {
    url: Nullable(Type.String({ description: 'null: none is set' })),
    queue,
    keyId: Type.String({ description: 'names our signature on requests to the company' }),
    secret: Type.Optional(Type.String({ description: 'only in the answer that made it' })),
  },
  { title: 'CompanyBackend', ...closed },
);
export type CompanyBackendView = Static<typeof companyBackendViewSchema>;

/** A file's way into the company's own document store. */
export const newDocumentSchema = Type.Object(
  {
    description: Type.Optional(Type.String({ maxLength: 1_000 })),
    folder: Type.Optional(Type.String({ maxLength: 200 })),
    fields: Type.Optional(attachedDataSchema),
  },
  { title: 'NewDocument', ...closed },
);
