import { authenticate } from '../authentication/authenticate.ts';
import { AUTHENTICATION_REFUSALS } from '../authentication/refusals.ts';
import { BodyRefused } from '../body.ts';
import type { OnlineHelpPorts } from '../ports.ts';
import { json, plainText, type SurfaceRequest, type SurfaceResponse } from '../request.ts';

/** Answers a request whose sender is known. */
export type SignedHandler = (
  ports: OnlineHelpPorts,
  sender: { readonly tenantId: string; readonly requesterUserId: string },
  rawBody: Uint8Array,
) => Promise<SurfaceResponse>;

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
      const response = await handler(ports, authentication, request.rawBody);
      ports.log.info({ tenantId, accessKeyId, requesterUserId, path: request.path }, 'signed request answered');
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
