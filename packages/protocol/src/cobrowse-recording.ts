import { type Static, Type } from 'typebox';
import { Id, Nullable, OneOf, Timestamp } from './primitives.ts';

const closed = { additionalProperties: false } as const;
const milliseconds = (description: string) => Type.Integer({ minimum: 0, description });

/** A recording of what agents saw of a page, masked as they saw it. */
export const cobrowseRecordingSchema = Type.Object(
  {
    id: Id('the recording'),
    cid: Id('its session'),
    conversationId: Nullable(Id('where the session belongs to one')),
    agentId: Nullable(Id('who was with the customer')),
    agentName: Type.String(),
    startedAt: Timestamp,
    endedAt: Nullable(Timestamp),
    endReason: Nullable(
      OneOf(
        ['ended', 'withdrawn', 'full', 'lost'],
        'the session ended; the customer took the consent back; a limit was reached; the server stopped in the middle',
      ),
    ),
    milliseconds: milliseconds('how long it is so far'),
    bytes: Type.Integer({ minimum: 0, description: 'stored' }),
    deletesAt: Nullable(Timestamp),
  },
  { title: 'CobrowseRecording', ...closed },
);
export type CobrowseRecording = Static<typeof cobrowseRecordingSchema>;

/** Everything that a player needs: it fetches chunks as it goes, and seeks to the last whole page before a moment. */
export const cobrowsePlaybackSchema = Type.Object(
  {
    recording: cobrowseRecordingSchema,
    frameUrl: Nullable(
      Type.String({ description: 'for the player, on another origin than the console; null: none is set' }),
    ),
    chunkUrl: Type.String({ description: 'with `{n}` for the number; signed, good for an hour at least' }),
    chunks: Type.Array(
      Type.Object(
        {
          n: Type.Integer({ minimum: 0 }),
          fromMs: milliseconds('since the start'),
          untilMs: milliseconds('since the start'),
          bytes: Type.Integer({ minimum: 0 }),
          wholePagesMs: Type.Array(milliseconds('since the start'), {
            description: 'moments that playback can start at',
          }),
        },
        closed,
      ),
    ),
  },
  { title: 'CobrowsePlayback', ...closed },
);
export type CobrowsePlayback = Static<typeof cobrowsePlaybackSchema>;
