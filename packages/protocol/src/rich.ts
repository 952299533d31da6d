import { type Static, Type } from 'typebox';

const Line = Type.String({ minLength: 1, maxLength: 300 });
const Url = Type.String({ minLength: 1, maxLength: 2000, pattern: '^https?://' });
const Data = Type.Record(Type.String(), Type.Unknown());

const action = Type.Object(
  {
    text: Line,
    postback: Type.String({ maxLength: 1000, description: 'comes back with the answer; not shown' }),
    icon: Type.Optional(Url),
    description: Type.Optional(Line),
  },
  { additionalProperties: false },
);
const actions = Type.Array(action, { minItems: 1, maxItems: 20 });

/** A message that is more than text. Whoever cannot show it shows its fallback text. */
export const richContentSchema = Type.Union(
  [
    Type.Object({ type: Type.Literal('quick_replies'), text: Line, actions }, { additionalProperties: false }),
    Type.Object(
      { type: Type.Literal('list_picker'), title: Line, text: Line, actions },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        type: Type.Literal('rich_link'),
        title: Line,
        url: Url,
        media: Type.Object({ url: Url, fileName: Line, mimeType: Line }, { additionalProperties: false }),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        type: Type.Literal('time_picker'),
        title: Line,
        eventTitle: Line,
        slots: Type.Array(
          Type.Object(
            {
              id: Line,
              start: Type.String({ format: 'date-time' }),
              seconds: Type.Integer({ minimum: 60, maximum: 86_400 }),
            },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: 50 },
        ),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      { type: Type.Literal('adaptive_card'), card: Data },
      { additionalProperties: false, description: 'an Adaptive Card, passed on as it is' },
    ),
    Type.Object(
      { type: Type.Literal('form'), form: Data },
      { additionalProperties: false, description: 'a form, passed on as it is' },
    ),
    Type.Object(
      { type: Type.Literal('plugin'), payload: Data },
      { additionalProperties: false, description: 'elements of the published wire, passed on as they are' },
    ),
    Type.Object(
      { type: Type.Literal('streamed'), sourceUrl: Url },
      { additionalProperties: false, description: 'text that arrives bit by bit (server-sent events)' },
    ),
  ],
  { title: 'RichContent', discriminator: { propertyName: 'type' } },
);
export type RichContent = Static<typeof richContentSchema>;
