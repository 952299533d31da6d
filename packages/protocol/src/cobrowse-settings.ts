import { type Static, Type } from 'typebox';
import { OneOf } from './primitives.ts';

const closed = { additionalProperties: false } as const;

const selectors = (what: string) =>
  Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 500 }), {
      maxItems: 200,
      description: `${what}; CSS selectors: a class (\`.secret\`), an attribute (\`[data-secret]\`), an element, an id`,
    }),
  );
const permissions = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 100 });

/** What some pages hide. Every rule whose addresses fit counts; what is masked by one is not opened by another's `show` inside it. */
export const cobrowseRuleSchema = Type.Object(
  {
    pages: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 500, pattern: '^[/*]' }), {
        maxItems: 50,
        description: 'paths that it is for, `*` for anything: `/account/*`; all pages where it is left out',
      }),
    ),
    mode: Type.Optional(OneOf(['open', 'private'], 'private: all is masked that no `show` opens')),
    mask: selectors('shown as dots'),
    show: selectors('opened in private mode'),
    hide: selectors('an empty box of the same size'),
    readOnly: selectors("seen, but refused to an agent's clicks and keys"),
  },
  { title: 'CobrowseRule', ...closed },
);
export type CobrowseRule = Static<typeof cobrowseRuleSchema>;

/** What the customer's page is told to hide. Password, card and one-time-code fields are masked whatever it says. */
export const cobrowsePolicySchema = Type.Object(
  {
    rules: Type.Array(cobrowseRuleSchema, { maxItems: 101 }),
    viewable: permissions,
    interactive: permissions,
  },
  { title: 'CobrowsePolicy', ...closed },
);
export type CobrowsePolicy = Static<typeof cobrowsePolicySchema>;

/** What an administrator sets for co-browse. Codes are `shortCode…` of the tenant's settings. */
export const cobrowseSettingsSchema = Type.Object(
  {
    privateByDefault: Type.Boolean({ description: 'true: on every page all is masked that a `show` does not open' }),
    rules: Type.Array(cobrowseRuleSchema, { maxItems: 100 }),
    viewable: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: 100,
      description: 'names in `data-assist-permission` that agents may see; elements with another name are masked',
    }),
    interactive: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: 100,
      description: 'names in `data-assist-permission` that agents may use',
    }),
    recording: Type.Object(
      {
        allowed: Type.Boolean({ description: 'false: the customer is not even asked' }),
        days: Type.Integer({
          minimum: 1,
          maximum: 3_650,
          description: 'a recording is deleted so long after it ended',
        }),
        minutes: Type.Integer({ minimum: 1, maximum: 480, description: 'a recording ends after' }),
        megabytes: Type.Integer({ minimum: 1, maximum: 2_000, description: 'a recording ends at' }),
      },
      closed,
    ),
  },
  { title: 'CobrowseSettings', ...closed },
);
export type CobrowseSettings = Static<typeof cobrowseSettingsSchema>;
