import type { File } from '@alongside/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, startHelp } from '../testing/client.ts';
import { type SceneAgent, talking } from '../testing/scene.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const bytes = (text: string) => new TextEncoder().encode(text);

let server: TestServer;
let token: string;
let conversationId: string;
let agent: SceneAgent;
beforeAll(async () => {
  server = await startTestServer();
  const scene = await talking(server);
  ({ token, conversationId } = scene.started);
  agent = scene.agent;
});
afterAll(() => server.stop());

const upload = (name: string, body: Uint8Array, bearer = token, headers: Record<string, string> = {}) =>
  call<File>(server, 'POST', `/v1/conversations/${conversationId}/files?name=${encodeURIComponent(name)}`, {
    token: bearer,
    body,
    headers,
  });

test('[FILE1] a picture is stored with what is in it, whatever the sender says it is', async () => {
  const answer = await upload('photo.png', PNG, token, { 'content-type': 'text/html' });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    name: 'photo.png',
    mediaType: 'image/png',
    bytes: PNG.length,
    width: 1,
    height: 1,
  });
});

test('[FILE1] the content and the ending must both be on the list', async () => {
  const refused: [string, Uint8Array][] = [
    ['page.html', bytes('<html><script>alert(1)</script></html>')],
    ['page.png', bytes('<!doctype html><script>alert(1)</script>')],
    ['drawing.svg', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['drawing.png', bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['photo.html', PNG],
    ['photo.png.exe', PNG],
    ['noending', PNG],
    ['notes.txt', new Uint8Array([0x66, 0, 0x67])],
    ['notes.txt', new Uint8Array([0xff, 0xfe, 0xfd, 0x41])],
  ];
  for (const [name, content] of refused) {
    const answer = await upload(name, content);
    expect([answer.status, answer.error?.code], name).toEqual([415, 'file_type_refused']);
  }
  expect((await upload('notes.txt', bytes('plain words'))).body).toMatchObject({ mediaType: 'text/plain' });
});

test('a body may be JSON, and is a file all the same', async () => {
  const answer = await upload('data.txt', bytes('{"a": 1}'), token, { 'content-type': 'application/json' });
  expect(answer.body).toMatchObject({ mediaType: 'text/plain', bytes: 8 });
});

test('20 MiB pass, a byte more does not', async () => {
  const most = new Uint8Array(20 * 1024 * 1024).fill(0x61);
  expect((await upload('large.txt', most)).status).toBe(201);
  const answer = await upload('larger.txt', new Uint8Array(most.length + 1).fill(0x61)).catch(() => null);
  // The server may close before the client has sent all of it.
  if (answer) expect([answer.status, answer.error?.code]).toEqual([413, 'file_too_large']);
  expect((await upload('empty.txt', new Uint8Array())).error?.code).toBe('invalid_request');
  expect(
    (await call(server, 'POST', `/v1/conversations/${conversationId}/files`, { token, body: PNG })).error,
  ).toMatchObject({ field: '/name', rule: 'required' });
});

test('[FILE2] bytes come back as an attachment that nothing can run in', async () => {
  const name = '../../ета–\u202etxt.exe\'"; x.png';
  const { body } = await upload(name, PNG);
  expect(body.name).not.toMatch(/[/\\"\u202e]/);
  const response = await fetch(`${server.url}/v1/files/${body.id}`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  const disposition = response.headers.get('content-disposition')!;
  expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9%._~!#$&+^`|-]*$/);
  expect(decodeURIComponent(disposition.split("UTF-8''")[1]!)).toBe(body.name);
});

test('[FILE1] only the two sides of the conversation see a file', async () => {
  const { body } = await upload('photo.png', PNG, agent.token);
  const stranger = await startHelp(server);
  const get = async (bearer: string) => (await call(server, 'GET', `/v1/files/${body.id}`, { token: bearer })).status;
  expect([await get(token), await get(agent.token), await get(stranger.token)]).toEqual([200, 200, 404]);
  expect(
    (
      await call(server, 'POST', `/v1/conversations/${conversationId}/files?name=x.png`, {
        token: stranger.token,
        body: PNG,
      })
    ).status,
  ).toBe(404);
});
