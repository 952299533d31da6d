import { type Static, Type } from 'typebox';
import { type CorrectiveAction, ERRORS, type ErrorCode, type ErrorKind } from './error-codes.ts';
import { OneOf } from './primitives.ts';

const codes = Object.keys(ERRORS) as ErrorCode[];
const kinds = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'unsupported',
  'rate_limited',
  'unavailable',
  'internal',
] as const satisfies readonly ErrorKind[];
const actions = [
  'fix_request',
  'sign_in',
  'start_again',
  'retry',
  'retry_later',
  'reconnect',
  'resync',
  'none',
  'contact_administrator',
  'upgrade_client',
] as const satisfies readonly CorrectiveAction[];

/** One refusal: the same shape in an HTTP body and in a frame [ERR1]. */
export const wireErrorSchema = Type.Object(
  {
    code: OneOf(codes, 'stable code, see docs/errors.md'),
    kind: OneOf(kinds, 'what sort of refusal'),
    message: Type.String({ description: 'a sentence for a developer: what and where' }),
    correctiveAction: OneOf(actions, 'what to do about it'),
    field: Type.Optional(Type.String({ description: 'JSON pointer of the value that was refused, as /body/text' })),
    rule: Type.Optional(Type.String({ description: 'the rule the value broke, as "maxLength 8000"' })),
    retryAfterSeconds: Type.Optional(Type.Number({ minimum: 0 })),
    requestId: Type.Optional(Type.String({ description: "the server's id of the request, as in its log" })),
  },
  { title: 'WireError', additionalProperties: false },
);
export type WireError = Static<typeof wireErrorSchema>;

/** The body of every HTTP refusal. */
export const errorBodySchema = Type.Object({ error: wireErrorSchema }, { additionalProperties: false });
export type ErrorBody = Static<typeof errorBodySchema>;

/** Builds a wire error from its code; what is given replaces the default sentence or adds detail. */
export function wireError(code: ErrorCode, detail: Partial<Omit<WireError, 'code' | 'kind'>> = {}): WireError {
  const { kind, action, message } = ERRORS[code];
  return { code, kind, message, correctiveAction: action, ...detail };
}
