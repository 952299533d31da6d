import { createHash, randomBytes } from 'node:crypto';
import type { OnlineHelpPorts } from '../ports.ts';
import { header, type SurfaceRequest } from '../request.ts';
import type { AuthenticationRefusal } from './refusals.ts';
import { parseRequestDate } from './request-date.ts';
import { isSignedBy, parseAuthorization } from './signature.ts';

/** How far the sender's clock may be off, to either side. Exactly this far still passes. */
export const WINDOW_MS = 15 * 60 * 1000;
/**
 * A signature is remembered for the whole width of the window, from now by the database's clock, and a minute more. What remains of its window by
 * our own clock is no measure: a clock that was ahead and is set right would let it pass again.
 */
const REMEMBERED_SECONDS = (2 * WINDOW_MS) / 1000 + 60;

export type Authentication =
  | { readonly ok: true; readonly tenantId: string; readonly accessKeyId: string; readonly requesterUserId: string }
  | { readonly ok: false; readonly refusal: AuthenticationRefusal };

const refused = (refusal: AuthenticationRefusal): Authentication => ({ ok: false, refusal });

/** Stands in for the secret of an unknown key, so that it costs the same work as a known one. Nobody can sign with it. */
const NOBODYS_SECRET = randomBytes(32).toString('base64url');

/**
 * Decides who sent a signed request, in the order of the published table: headers there, form, date's form, signature, clock. A signature that was
 * used before is refused like a wrong one, and so is a key that is unknown or revoked.
 */
export async function authenticate(
  ports: Pick<OnlineHelpPorts, 'clock' | 'openAccessKey' | 'rememberSignature'>,
  request: SurfaceRequest,
): Promise<Authentication> {
  const date = header(request, 'x-dlg-date');
  const requesterUserId = header(request, 'x-dlg-requester-userid');
  const authorizationHeader = header(request, 'x-dlg-authorization');
  if (!date || !requesterUserId || !authorizationHeader) return refused('headers_missing');

  const authorization = parseAuthorization(authorizationHeader);
  if (!authorization) return refused('format_not_valid');
  const sentAt = parseRequestDate(date);
  if (sentAt === null) return refused('date_not_valid');

  const { accessKeyId, signature } = authorization;
  const key = await ports.openAccessKey(accessKeyId);
  const { method, path, rawBody } = request;
  const contentType = header(request, 'content-type') ?? '';
  const secrets = key?.secrets ?? [NOBODYS_SECRET];
  const signed = secrets.some((secret) => isSignedBy(secret, { method, contentType, date, rawBody, path }, signature));
  if (!key || !signed) return refused('not_authorized');

  const now = ports.clock.now().getTime();
  if (Math.abs(now - sentAt) > WINDOW_MS) return refused('outside_window');
  // The signature itself is what is remembered: a replay that moves the line feed between body and path still carries the same one.
  const digest = createHash('sha256').update(`${accessKeyId}\n${signature}`).digest();
  if (!(await ports.rememberSignature(key.tenantId, digest, REMEMBERED_SECONDS))) return refused('not_authorized');
  return { ok: true, tenantId: key.tenantId, accessKeyId, requesterUserId };
}
