import { LIMITS, type Up, upSchemas } from '@alongside/protocol';
import { Refused } from '@alongside/domain';
import { parseGuardedJson } from '../edge/guard-json.ts';
import { type Check, compileBody } from '../edge/request-schema.ts';

const checks = new Map<string, Check>(Object.entries(upSchemas).map(([t, schema]) => [t, compileBody(schema)]));

/** What a frame was, or why it was refused; `id` is there whenever it could be read, so that the refusal can be its reply [ERR2]. */
export type ReadFrame = { ok: true; frame: Up } | { ok: false; id: string | null; refusal: unknown };

/** Reads one frame, once: depth, JSON, type, schema. */
export function readFrame(text: string): ReadFrame {
  let value: unknown;
  try {
    value = parseGuardedJson(text);
  } catch (refusal) {
    return { ok: false, id: null, refusal };
  }
  const id = idOf(value);
  try {
    return { ok: true, frame: checkedFrame(value) };
  } catch (refusal) {
    return { ok: false, id, refusal };
  }
}

function checkedFrame(value: unknown): Up {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refused('invalid_request', { field: '', rule: 'type object', message: 'A frame is a JSON object.' });
  const { t } = value as { t?: unknown };
  if (typeof t !== 'string') throw new Refused('invalid_request', { field: '/t', rule: 'required' });
  const check = checks.get(t);
  if (!check) throw new Refused('unknown_frame', { field: '/t' });
  check(value);
  return value as Up;
}

function idOf(value: unknown): string | null {
  const id = (value as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id.length > 0 && id.length <= 32 ? id : null;
}

export const FRAME_BYTES = LIMITS.frameBytes;
