import { describe, expect, it } from 'vitest';
import { agree, answerTo, flows } from './negotiate.ts';
import { parseSdp, type RemoteSdp } from './parse-sdp.ts';
import { writeSdp } from './write-sdp.ts';

const head = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 't=0 0'];
const sdp = (...lines: string[]) => [...head, ...lines, ''].join('\r\n');
const session = 'c=IN IP4 192.0.2.1';
const audio = 'm=audio 4000 RTP/AVP 8 0 96';
const read = (...lines: string[]) => parseSdp(sdp(...lines));
const must = (found: RemoteSdp | null): RemoteSdp => {
  if (!found) throw new Error('This should have been read.');
  return found;
};
const key = 'k'.repeat(40);
const suite = 'AES_CM_128_HMAC_SHA1_80';

describe('a description', () => {
  it('names where sound is wanted, in which codecs, and where keys go', () => {
    expect(read(session, audio, 'a=rtpmap:96 telephone-event/8000')).toMatchObject({
      host: '192.0.2.1',
      port: 4000,
      isSecure: false,
      codecs: [{ codec: 'PCMA' }, { codec: 'PCMU' }],
      dtmfPayloadType: 96,
      direction: 'sendrecv',
    });
  });

  it('may say address and direction for all media or for one', () => {
    expect(read(session, 'a=sendonly', audio)).toMatchObject({ direction: 'sendonly' });
    expect(read(session, 'a=sendonly', audio, 'c=IN IP4 192.0.2.7', 'a=inactive')).toMatchObject({
      host: '192.0.2.7',
      direction: 'inactive',
    });
    expect(read('c=IN IP6 2001:db8::1', audio)).toMatchObject({ host: '2001:db8::1' });
    expect(parseSdp(sdp(session, audio).replaceAll('\r\n', '\n'))).not.toBeNull();
  });

  it('takes the first line of audio that is open, and remembers the others', () => {
    const found = must(
      read(
        session,
        'm=video 9 RTP/AVP 96',
        'm=audio 0 RTP/AVP 0',
        audio,
        'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      ),
    );
    expect(found.port).toBe(4000);
    expect(found.lines.map(({ media, isAudio }) => [media, isAudio])).toEqual([
      ['video', false],
      ['audio', false],
      ['audio', true],
      ['application', false],
    ]);
  });

  it('has of its keys only those that we can use', () => {
    const found = must(
      read(
        session,
        'm=audio 4000 RTP/SAVP 0',
        `a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:${key}`,
        `a=crypto:2 ${suite} inline:${key}|2^20|1:4`,
        `a=crypto:3 ${suite} inline:short`,
        `a=crypto:4 ${suite} inline:${key}|2^31`,
        `a=crypto:5 ${suite} inline:${key}`,
      ),
    );
    expect(found.keys.map(({ tag }) => tag)).toEqual(['4', '5']);
  });

  it.each([
    ['no audio', sdp(session, 'm=video 9 RTP/AVP 96')],
    ['a name for an address', sdp('c=IN IP4 media.example', audio)],
    ['no address', sdp(audio)],
    ['a port that is none', sdp(session, 'm=audio 70000 RTP/AVP 0')],
    ['another protocol', sdp(session, 'm=audio 4000 UDP/TLS/RTP/SAVPF 0')],
    ['too many lines', sdp(session, ...Array(20).fill(audio))],
    ['another version', sdp(session, audio).replace('v=0', 'v=1')],
    ['too much', sdp(session, audio, ...Array(2_000).fill('a=padding'))],
    ['nothing', ''],
  ])('with %s is none', (_, text) => {
    expect(parseSdp(text)).toBeNull();
  });
});

describe('what is agreed', () => {
  const plain = must(read(session, audio));
  const secure = must(read(session, 'm=audio 4000 RTP/SAVP 0', `a=crypto:1 ${suite} inline:${key}`));
  const keyless = must(read(session, 'm=audio 4000 RTP/SAVP 0'));

  it('is our favourite of their codecs', () => {
    expect(agree(plain, { srtp: 'never', codecs: ['PCMU', 'PCMA'] })?.remote.codec).toBe('PCMU');
    expect(agree(plain, { srtp: 'never', codecs: ['PCMA'] })?.remote.codec).toBe('PCMA');
    expect(agree(must(read(session, 'm=audio 4000 RTP/AVP 9')), { srtp: 'never', codecs: ['PCMU'] })).toBeNull();
  });

  it.each([
    ['never', true, false, false],
    ['when_offered', true, true, false],
    ['always', false, true, false],
  ] as const)('follows the rule for SRTP: %s', (srtp, takesPlain, takesSecure, takesKeyless) => {
    const taken = [plain, secure, keyless].map((found) => agree(found, { srtp, codecs: ['PCMU'] }) !== null);
    expect(taken).toEqual([takesPlain, takesSecure, takesKeyless]);
  });

  it.each([
    ['sendrecv', 'sendrecv', 'sendonly'],
    ['sendonly', 'recvonly', 'inactive'],
    ['recvonly', 'sendonly', 'sendonly'],
    ['inactive', 'inactive', 'inactive'],
  ])('is answered by the other direction: %s by %s, held by %s', (theirs, ours, held) => {
    const found = must(read(session, audio, `a=${theirs}`));
    expect([answerTo(found, false), answerTo(found, true)]).toEqual([ours, held]);
  });

  it('knows the old way to hold', () => {
    expect(flows(must(read('c=IN IP4 0.0.0.0', audio)))).toEqual({ sends: true, receives: false });
  });
});

it('what we write we can read', () => {
  const text = writeSdp({
    local: { host: '2001:db8::9', port: 5004, srtpKey: key },
    codecs: ['PCMA', 'PCMU'],
    direction: 'sendonly',
    cryptoTag: '3',
    sessionId: 7,
    version: 2,
    dtmfPayloadType: 101,
    answering: null,
  });
  expect(parseSdp(text)).toMatchObject({
    host: '2001:db8::9',
    port: 5004,
    isSecure: true,
    codecs: [{ codec: 'PCMA' }, { codec: 'PCMU' }],
    dtmfPayloadType: 101,
    keys: [{ tag: '3', key }],
    direction: 'sendonly',
  });
});
