import { createHmac } from 'node:crypto';

/** The credentials that an administrator issues. The secret stays on the server. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** The request exactly as it will go out. */
export interface RequestToSign {
  /** `POST` for every address of today. */
  readonly method: string;
  /** The address' path as the Alongside server knows it, from `/v1/` on: no origin, no query, no prefix that a proxy takes off. */
  readonly path: string;
  /** The exact value of the content-type header. */
  readonly contentType: string;
  /** The exact body; a string is sent and signed as UTF-8. */
  readonly body: string | Uint8Array;
  /** When the request is made; the server accepts 15 minutes to either side. */
  readonly date: Date;
  /** For the audit only: the person or program on whose behalf it is. */
  readonly requesterUserId: string;
}

/** The headers to send with the request. */
export type SignedHeaders = {
  readonly 'content-type': string;
  readonly 'x-dlg-date': string;
  readonly 'x-dlg-requester-userid': string;
  readonly 'x-dlg-authorization': string;
};

/**
 * Signs a request: base64 of HMAC-SHA256 over method, content type, date, raw body and path, joined by line feeds. Pure: it sends nothing.
 * @throws TypeError if a header's value could not be sent as one line
 */
export function signRequest(request: RequestToSign, key: AccessKey): SignedHeaders {
  const date = request.date.toUTCString();
  for (const value of [request.method, request.contentType, request.requesterUserId, key.accessKeyId]) {
    if (!/^[\x20-\x7e]+$/.test(value)) throw new TypeError(`"${value}" must be one line of visible ASCII characters.`);
  }
  const signature = createHmac('sha256', key.accessKeySecret)
    .update(`${request.method}\n${request.contentType}\n${date}\n`)
    .update(request.body)
    .update(`\n${request.path}`)
    .digest('base64');
  return {
    'content-type': request.contentType,
    'x-dlg-date': date,
    'x-dlg-requester-userid': request.requesterUserId,
    'x-dlg-authorization': `DLGA ${key.accessKeyId}:${signature}`,
  };
}
