import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrameMessage, readHostMessage } from './messages.ts';

const error = { errorCode: 'DLGEXCP_AUTH_REQUEST', errorMsg: 'm', correctiveAction: 'start_again' };
const host = [
  { t: 'init', kept: { key: 'value' } },
  { t: 'call', id: 1, method: 'getDeviceHash', params: undefined },
  { t: 'call', id: 2, method: 'startAnonymousOnlineHelp', params: { any: 'thing' } },
  { t: 'view', view: 'bubble', sheet: false },
];
const frame = [
  { t: 'ready', title: 'Help' },
  { t: 'keep', key: 'k', value: 'v' },
  { t: 'keep', key: 'k', value: null },
  { t: 'refused', error },
  { t: 'reply', id: 1, ok: true, value: 'hash' },
  { t: 'reply', id: 1, ok: false, error },
  { t: 'state', state: 'CHAT_INPROGRESS' },
  { t: 'unread', count: 0 },
  { t: 'active', active: true },
  { t: 'wish', open: true, focus: false },
];

describe('messages between page and frame', () => {
  it.each(host)('reads $t from the host page', (message) => {
    expect(readHostMessage({ alongside: 1, ...message, more: 'ignored' })).toMatchObject(message);
  });
  it.each(frame)('reads $t from the frame', (message) => {
    expect(readFrameMessage({ alongside: 1, ...message, more: 'ignored' })).toMatchObject(message);
  });

  it.each([
    ['without the envelope', { t: 'init', kept: {} }],
    ['of another version', { alongside: 2, t: 'init', kept: {} }],
    ['that keeps something else than texts', { alongside: 1, t: 'init', kept: { key: {} } }],
    ['of an unknown type', { alongside: 1, t: 'eval' }],
    ['named like a part of every object', { alongside: 1, t: 'constructor' }],
    ['whose type is no word', { alongside: 1, t: ['init'], kept: {} }],
    ['with an unknown method', { alongside: 1, t: 'call', id: 1, method: 'constructor' }],
    ['with an id that is no number', { alongside: 1, t: 'call', id: '1', method: 'getDeviceHash' }],
    ['with an unknown view', { alongside: 1, t: 'view', view: 'everywhere', sheet: true }],
    ['with a view but no sheet', { alongside: 1, t: 'view', view: 'open' }],
    ['from the frame', { alongside: 1, t: 'wish', open: true, focus: true }],
  ])('ignores a host message %s', (_, data) => {
    expect(readHostMessage(data)).toBeNull();
  });

  it.each([
    ['with an unknown state', { alongside: 1, t: 'state', state: 'N0_CHAT' }],
    ['with a negative count', { alongside: 1, t: 'unread', count: -1 }],
    ['that keeps what is no text', { alongside: 1, t: 'keep', key: 'k', value: 1 }],
    ['with half an error', { alongside: 1, t: 'refused', error: { errorCode: 'X' } }],
    ['with a refusal without its error', { alongside: 1, t: 'reply', id: 1, ok: false }],
    ['with neither yes nor no', { alongside: 1, t: 'reply', id: 1, value: 1 }],
    ['with a wish that is no truth value', { alongside: 1, t: 'wish', open: 'yes', focus: true }],
  ])('ignores a frame message %s', (_, data) => {
    expect(readFrameMessage(data)).toBeNull();
  });

  it('survives anything that can be posted', () => {
    fc.assert(fc.property(fc.anything(), (data) => readHostMessage(data) === null && readFrameMessage(data) === null));
  });
});
