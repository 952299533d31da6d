import type { AuditedBy } from '@alongside/domain';
import { authenticate } from '../authentication/authenticate.ts';
import { AUTHENTICATION_REFUSALS } from '../authentication/refusals.ts';
import { BodyRefused } from '../body.ts';
import type { OnlineHelpPorts } from '../ports.ts';
import { json, plainText, type SurfaceRequest, type SurfaceResponse } from '../request.ts';

/** The company's own server, by its key, and the person on whose behalf it says that it asks. */
export interface Sender {
  readonly tenantId: string;
  readonly accessKeyId: string;
  readonly requesterUserId: string;
  /** Where our console is, for links; null: not known. */
  readonly origin: string | null;
}

/** Who the audit log names for a change. */
export const auditedAs = ({ accessKeyId, requesterUserId }: Sender): AuditedBy => ({
  kind: 'access_key',
  id: accessKeyId,
  name: requesterUserId.slice(0, 200),
});

/** Answers a request whose sender is known. */
export type SignedHandler = (ports: OnlineHelpPorts, sender: Sender, rawBody: Uint8Array) => Promise<SurfaceResponse>;

/** Puts the published authentication and its answers before a handler. Never throws. */
export function signed(
  ports: OnlineHelpPorts,
  handler: SignedHandler,
): (request: SurfaceRequest) => Promise<SurfaceResponse> {
  return async (request) => {
    try {
      const authentication = await authenticate(ports, request);
      if (!authentication.ok) {
        const { status, message } = AUTHENTICATION_REFUSALS[authentication.refusal];
        return json(status, { isSuccess: false, message });
      }
      const { tenantId, accessKeyId, requesterUserId } = authentication;
      const sender = { tenantId, accessKeyId, requesterUserId, origin: request.origin };
      const response = await handler(ports, sender, request.rawBody);
      const fields = { tenantId, accessKeyId, requesterUserId: requesterUserId.slice(0, 200), path: request.path };
      ports.log.info(fields, 'signed request answered');
      return response;
    } catch (error) {
      if (error instanceof BodyRefused) {
        return json(200, { isSuccess: false, message: error.message, errorCode: error.errorCode });
      }
      ports.log.error({ err: error, path: request.path }, 'signed request failed');
      return plainText(500, 'Internal server error');
    }
  };
}
