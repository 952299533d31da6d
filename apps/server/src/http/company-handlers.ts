import {
  getCompanyBackend,
  openCustomer,
  Refused,
  removeCompanyBackend,
  saveCompanyBackend,
  saveDocument,
  signInByCompany,
} from '@alongside/domain';
import type { companyRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';
import { setSessionCookie } from './session-cookie.ts';

export const companyHandlers: Handlers<typeof companyRoutes> = {
  getCompanyBackend: ({ platform, actor }) => getCompanyBackend(platform, actor),
  saveCompanyBackend: ({ platform, actor, body }) => saveCompanyBackend(platform, actor, body),
  removeCompanyBackend: ({ platform, actor }) => removeCompanyBackend(platform, actor),
  async signInByCompany({ platform, facts, body, request, reply }) {
    const { transport = 'cookie', ...token } = body;
    if (transport === 'cookie' && !facts.isOwnPage(request))
      throw new Refused('origin_refused', { message: 'Only a page of this server gets a session cookie.' });
    const signedIn = await signInByCompany(platform, { ...token, ip: request.ip });
    if (transport === 'bearer') return signedIn;
    setSessionCookie(reply, signedIn.token, signedIn.expiresAt, 'framed');
    const { token: _secret, ...shown } = signedIn;
    return shown;
  },
  openCustomer: ({ platform, actor, body }) => openCustomer(platform, actor, body.customerId),
  saveDocument: ({ platform, actor, params, body }) => saveDocument(platform, actor, { ...body, ...params }),
};
