import { bearerIn, type PhoneLinkRequest, type PhoneLinkResponse, refusal } from '../exchange.ts';
import type { PhoneLinkPorts } from '../ports.ts';

const MINUTES = 15;

/** The company that an address names, if its phone link is on; else the refusal. */
export async function companyOf(
  ports: PhoneLinkPorts,
  request: PhoneLinkRequest,
): Promise<{ tenantId: string; domain: string } | PhoneLinkResponse> {
  const domain = request.params.domain ?? '';
  const company = await ports.company(domain);
  if (company === null) return refusal(404, `There is no company "${domain}" here.`);
  if (!company.enabled) return refusal(405, "This company's phone link is switched off.");
  return { tenantId: company.tenantId, domain };
}

/** Wraps what only a good API token may ask, within its limits [PHONE4]. */
export function admitted(
  ports: PhoneLinkPorts,
  handle: (request: PhoneLinkRequest, company: { tenantId: string; domain: string }) => Promise<PhoneLinkResponse>,
): (request: PhoneLinkRequest) => Promise<PhoneLinkResponse> {
  return async (request) => {
    const company = await companyOf(ports, request);
    if ('status' in company) return company;
    const token = bearerIn(request);
    const verdict = token === null ? null : await ports.admit(company.tenantId, token);
    if (verdict === null)
      return refusal(401, 'The API token is missing, wrong, or was replaced by another.', {
        'www-authenticate': 'Bearer',
      });
    if (verdict.kind === 'pass') return handle(request, company);
    const wait = { 'retry-after': String(Math.max(1, Math.ceil(verdict.waitSeconds))) };
    return verdict.kind === 'too_many'
      ? refusal(429, 'Too Many Attempts.', wait)
      : refusal(404, `Too many requests in a row went beyond the limit. Try again after ${MINUTES} minutes.`, wait);
  };
}
