import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { administrator } from '../support/company.ts';
import { call, request } from '../support/http.ts';

const sign = (body: string, secret: string) => createHmac('sha1', secret).update(body).digest('hex').toUpperCase();

test('F16: a webhook is signed over its body in upper case; an altered body or a signature in lower case does not fit', async () => {
  expect(sign('{"ticket_id":1}', 'CS123')).toBe('420A69CE7D3C36559E9828D6361530DF30065D37');
  const got: { body: string; headers: IncomingHttpHeaders }[] = [];
  const receiver = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => (body += chunk));
    incoming.on('end', () => {
      got.push({ body, headers: incoming.headers });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  const admin = await administrator();
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/${randomUUID()}`;
  const made = await request('POST', '/v1/webhooks', {
    token: admin,
    body: { url, events: ['call.requested', 'contact.requested'], style: 'hub' },
  });
  try {
    // A server that may call no private address tells so: there is nobody else to send to here.
    if (made.status !== 201) return expect(made.json.error.code).toBe('address_not_allowed');
    const { webhook, secret } = made.json;
    await call('POST', `/v1/webhooks/${webhook.id}/test`, { token: admin });
    const [{ body, headers } = { body: '', headers: {} }] = got;
    expect(headers['x-hub-signature']).toBe(sign(body, secret));
    expect(headers['x-hub-signature']).toMatch(/^[0-9A-F]{40}$/);
    expect(sign(`${body} `, secret)).not.toBe(headers['x-hub-signature']);
    expect(JSON.parse(body)).toMatchObject({ object: 'webhook', action: 'update' });
    await call('DELETE', `/v1/webhooks/${webhook.id}`, { token: admin });
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});
