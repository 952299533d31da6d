import { signRequest } from '@alongside/backend-kit';
import { expect, test } from 'vitest';
import { createCallSystem } from './call-system.ts';
import { callSystemPage } from './call-system-page.ts';

const KEY = { keyId: 'alongside_1', secret: 'secret' };
const NOW = Date.parse('2026-11-21T10:00:00Z');

function opened() {
  const callSystem = createCallSystem(() => NOW);
  callSystem.use(KEY);
  const ask = (method: string, path: string, given?: object, secret = KEY.secret) => {
    const body = given ? JSON.stringify(given) : '';
    const signed = signRequest(
      {
        method,
        path: `/services${path.split('?')[0]}`,
        contentType: 'application/json',
        body,
        date: new Date(NOW),
        requesterUserId: 'alongside',
      },
      { accessKeyId: KEY.keyId, accessKeySecret: secret },
    );
    return callSystem.serve({ method, path: `/services${path}`, headers: signed, body });
  };
  const hold = (customerId: string, attachedData = {}) =>
    (ask('POST', '/CreateInteraction', { customerId, attachedData }).body as { result: { interactionId: string } })
      .result.interactionId;
  return { callSystem, ask, hold };
}

test('it holds who waits, once, and forgets who gave up', () => {
  const { callSystem, ask, hold } = opened();
  const id = hold('123456', { segment: 'gold' });
  expect(hold('123456')).toBe(id);
  expect(callSystem.waiting()).toHaveLength(1);
  expect(ask('DELETE', `/${id}`).status).toBe(204);
  expect(ask('DELETE', `/${id}`).status).toBe(404);
  expect(callSystem.waiting()).toEqual([]);
});

test('nobody but Alongside is answered, and nobody at all before there is a key', () => {
  const { ask, callSystem } = opened();
  expect(ask('POST', '/CreateInteraction', { customerId: '1' }, 'another').status).toBe(401);
  expect(callSystem.waiting()).toEqual([]);
  const closed = createCallSystem(() => NOW);
  expect(closed.isOn()).toBe(false);
  expect(closed.serve({ method: 'POST', path: '/services/CreateInteraction', headers: {}, body: '{}' }).status).toBe(
    401,
  );
});

test('an agent’s link carries a token that is good once, for that agent', () => {
  const { callSystem, ask, hold } = opened();
  const fragment = callSystem.put(hold('123456'), '45186');
  const fields = new URLSearchParams(fragment?.replace('#/auth?', ''));
  expect(Object.fromEntries(fields)).toMatchObject({ customerId: '123456', userId: '45186', isOutbound: 'false' });
  const check = (userNo: string) => {
    const query = new URLSearchParams({
      sessionId: fields.get('sessionId') ?? '',
      token: fields.get('dlgToken') ?? '',
      userNo,
    });
    return (ask('GET', `/CheckToken?${query}`).body as { success: boolean }).success;
  };
  expect(check('45186')).toBe(true);
  expect(check('45186')).toBe(false);
  expect(callSystem.put('gone', '45186')).toBeNull();
});

test('the page shows what customers send as text', () => {
  const { callSystem, hold } = opened();
  hold('<b>1</b>', { '<script>': '"x"' });
  const page = callSystemPage(callSystem, NOW + 7_000);
  expect(page).not.toMatch(/<b>|<script>/);
  expect(page).toContain('7 s');
});
