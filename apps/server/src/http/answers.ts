import type { Logger } from '@alongside/domain';
import { Refused } from '@alongside/domain';
import type { ErrorCode, WireError } from '@alongside/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { statusOf, wireErrorOf } from '../edge/wire-refusal.ts';

/** What Fastify itself refuses, in our words. */
const FRAMEWORK: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_BAD_URL: 'invalid_request',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
  FST_ERR_NOT_FOUND: 'not_found',
};

/** Every refusal leaves as `{error: WireError}` [ERR1]: a command's, the framework's, a wrong address, a bug. */
export function answerRefusals(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => sendRefusal(reply, errorOf(error, request, log)));
  app.setNotFoundHandler((request, reply) => sendRefusal(reply, errorOf(new Refused('not_found'), request, log)));
}

export function errorOf(error: unknown, request: FastifyRequest, log: Logger): WireError {
  const where = `${request.method} ${request.routeOptions?.url ?? 'no route'}`;
  return wireErrorOf(inOurWords(error, request), { log, requestId: request.id, where });
}

function inOurWords(error: unknown, request: FastifyRequest): unknown {
  if (error instanceof Refused || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? FRAMEWORK[error.code] : undefined;
  if (code === 'body_too_large' && request.routeOptions.config.file) return new Refused('file_too_large');
  return code === undefined ? error : new Refused(code);
}

export function sendRefusal(reply: FastifyReply, error: WireError): FastifyReply {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterSeconds));
  return reply.code(statusOf(error)).type('application/json; charset=utf-8').send(JSON.stringify({ error }));
}
