import { createHmac } from 'node:crypto';
import type { CompanyBackend } from '@alongside/domain';

/** Our own requests to the company carry the same headers as its requests to us: whoever serves them can tell that it was us. */
export function signedHeaders(
  backend: CompanyBackend,
  request: { method: string; path: string; contentType: string; body: string },
  now: Date,
): Record<string, string> {
  const date = now.toUTCString();
  const signature = createHmac('sha256', backend.secret)
    .update([request.method, request.contentType, date, request.body, request.path].join('\n'))
    .digest('base64');
  return {
    ...(request.contentType === '' ? {} : { 'content-type': request.contentType }),
    'x-dlg-date': date,
    'x-dlg-requester-userid': 'alongside',
    'x-dlg-authorization': `DLGA ${backend.keyId}:${signature}`,
  };
}
