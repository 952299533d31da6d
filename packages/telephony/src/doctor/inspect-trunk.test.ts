import { afterEach, describe, expect, it } from 'vitest';
import { parseDigest } from '../auth/digest.ts';
import type { SipRequest } from '../message/sip-message.ts';
import { RawPeer } from '../testing/raw-peer.ts';
import { random, sdp } from '../testing/settings.ts';
import { inspectTrunk, type TrunkFinding } from './inspect-trunk.ts';

const open: RawPeer[] = [];
afterEach(async () => {
  for (const peer of open.splice(0)) await peer.close();
});

/** A carrier that answers every request by a function. */
async function carrier(
  answer: (request: SipRequest, peer: RawPeer) => void,
): Promise<{ host: string; port: number; transport: 'udp' }> {
  let to = 0;
  const peer = await RawPeer.open(() => to);
  open.push(peer);
  void (async () => {
    for (;;) {
      const request = (await peer.next((message) => message.kind === 'request')) as SipRequest;
      to = request.via.port ?? 0;
      answer(request, peer);
    }
  })().catch(() => {});
  return { host: '127.0.0.1', port: peer.port, transport: 'udp' };
}

const options = { random, timing: { t1: 5, t2: 40, t4: 50 } };
const levels = (findings: TrunkFinding[]) => Object.fromEntries(findings.map(({ about, level }) => [about, level]));
const textOf = (findings: TrunkFinding[], about: string) => findings.find((finding) => finding.about === about)?.text;
const credentials = { username: 'acme', password: 'secret' };

describe('doctor for a trunk', () => {
  it('finds nothing wrong where nothing is', async () => {
    const where = await carrier((request, peer) => {
      if (request.method === 'OPTIONS') peer.reply(request, 200, { body: sdp() });
      else if (request.headers.get('authorization')) peer.reply(request, 200);
      else peer.reply(request, 401, { fields: ['WWW-Authenticate: Digest realm="c", nonce="n", qop="auth"'] });
    });
    const findings = await inspectTrunk({ ...where, credentials }, options);
    expect(levels(findings)).toEqual({
      dns: 'ok',
      connection: 'ok',
      nat: 'ok',
      codec: 'ok',
      account: 'ok',
      sound: 'warn',
    });
  });

  it('does not touch a registration that stands', async () => {
    const seen: SipRequest[] = [];
    const where = await carrier((request, peer) => {
      seen.push(request);
      peer.reply(request, 200);
    });
    await inspectTrunk({ ...where, credentials }, options);
    const register = seen.find(({ method }) => method === 'REGISTER');
    expect([register?.headers.get('contact'), register?.headers.get('expires')]).toEqual([null, null]);
  });

  it('names DNS', async () => {
    const resolver = {
      services: async () => [],
      addresses: async () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' })),
    };
    const findings = await inspectTrunk(
      { host: 'sip.nowhere.example', port: null, transport: 'udp', credentials },
      { ...options, resolver },
    );
    expect(findings).toEqual([{ level: 'bad', about: 'dns', text: expect.stringContaining('check the name') }]);
  });

  it('names a port that is closed, and one that is silent', async () => {
    const closed = await inspectTrunk({ host: '127.0.0.1', port: 1, transport: 'tcp', credentials: null }, options);
    expect(textOf(closed, 'connection')).toContain('is closed');
    const where = await carrier(() => {});
    expect(textOf(await inspectTrunk({ ...where, credentials: null }, options), 'connection')).toContain(
      'does not answer',
    );
  });

  it.each([
    [401, 'wrong password'],
    [403, 'forbids'],
    [404, 'does not know'],
  ])('names the account after %i', async (status, words) => {
    const where = await carrier((request, peer) => {
      const fields = status === 401 ? ['WWW-Authenticate: Digest realm="c", nonce="n", algorithm=MD5'] : [];
      if (request.headers.get('authorization'))
        expect(parseDigest(request.headers.get('authorization') ?? '')?.get('username')).toBe('acme');
      peer.reply(request, request.method === 'OPTIONS' ? 200 : status, { fields });
    });
    const findings = await inspectTrunk({ ...where, credentials }, options);
    expect(textOf(findings, 'account')).toContain(words);
    expect(levels(findings).account).toBe('bad');
  });

  it('names an address that the carrier does not know', async () => {
    const where = await carrier((request, peer) => peer.reply(request, 403));
    expect(textOf(await inspectTrunk({ ...where, credentials: null }, options), 'account')).toContain("carrier's list");
  });

  it('names missing codecs', async () => {
    const where = await carrier((request, peer) => peer.reply(request, 200, { body: sdp({ types: '18 96' }) }));
    expect(levels(await inspectTrunk({ ...where, credentials: null }, options)).codec).toBe('bad');
  });

  it('names a NAT', async () => {
    const where = await carrier((request, peer) => {
      const via = request.headers.get('via')?.replace(';rport', ';received=203.0.113.9;rport=61000');
      peer.send(
        `SIP/2.0 200 OK\r\nVia: ${via}\r\nFrom: ${request.headers.get('from')}\r\nTo: ${request.headers.get('to')};tag=x\r\nCall-ID: ${request.callId}\r\nCSeq: ${request.cseq} ${request.method}\r\nContent-Length: 0\r\n\r\n`,
      );
    });
    expect(textOf(await inspectTrunk({ ...where, credentials: null }, options), 'nat')).toContain(
      'it sees 203.0.113.9:61000',
    );
  });
});
