import { describe, expect, it } from 'vitest';
import { createHostLine, type FrameWindow } from './host-line.ts';
import type { HostMessage } from './messages.ts';

const BANK = 'https://bank.example';
const INIT = { t: 'init', kept: {} } as const;

function setUp() {
  const posted: { message: unknown; to: string }[] = [];
  const parent = { postMessage: (message: unknown, to: string) => void posted.push({ message, to }) };
  const win = Object.assign(new EventTarget(), { parent });
  const heard: HostMessage[] = [];
  const line = createHostLine(win as unknown as FrameWindow, (message) => void heard.push(message));
  const post = (data: unknown, origin = BANK, source: unknown = parent) =>
    win.dispatchEvent(
      Object.assign(new Event('message'), { data: { alongside: 1, ...(data as object) }, origin, source }),
    );
  return { line, heard, post, posted };
}

describe("the frame's line to its host page", () => {
  it('greets a listed page and hears it', () => {
    const { line, heard, post, posted } = setUp();
    line.open([BANK]);
    post(INIT);
    expect(posted).toEqual([]);
    line.ready('Help from Bank');
    expect(posted).toEqual([{ message: { alongside: 1, t: 'ready', title: 'Help from Bank' }, to: BANK }]);
    expect(heard).toMatchObject([INIT]);
  });

  it('greets a page that comes when everything is ready, and each time it comes again', () => {
    const { line, post, posted } = setUp();
    line.open([BANK]);
    line.ready('Help');
    post(INIT);
    post(INIT);
    expect(posted.map(({ message }) => (message as { t: string }).t)).toEqual(['ready', 'ready']);
  });

  it('keeps what came before it knew the list', () => {
    const { line, heard, post } = setUp();
    post(INIT);
    expect(heard).toEqual([]);
    line.open([BANK]);
    expect(heard).toMatchObject([INIT]);
  });

  it.each([
    'https://evil.example',
    'http://bank.example',
    'https://bank.example.evil.example',
    'https://sub.bank.example',
    'https://bank.example:8443',
  ])('refuses %s, which is not on the list, and does nothing for it', (origin) => {
    const { line, heard, post, posted } = setUp();
    line.open([BANK]);
    post(INIT, origin);
    post({ t: 'call', id: 1, method: 'getDeviceHash' }, origin);
    expect(heard).toEqual([]);
    expect(posted).toMatchObject([
      { message: { t: 'refused', error: { correctiveAction: 'contact_administrator' } }, to: origin },
    ]);
  });

  it('is deaf to every window but its parent, whatever origin it has', () => {
    const { line, heard, post, posted } = setUp();
    line.open([BANK]);
    post(INIT, BANK, { postMessage() {} });
    post(INIT, BANK, null);
    expect([heard, posted]).toEqual([[], []]);
  });

  it('is deaf to a page without an origin', () => {
    const { line, heard, post, posted } = setUp();
    line.open([BANK, 'null']);
    post(INIT, 'null');
    expect([heard, posted]).toEqual([[], []]);
  });

  it('stays with the first listed origin', () => {
    const { line, heard, post } = setUp();
    line.open([BANK, 'https://other.example']);
    post(INIT);
    post({ t: 'call', id: 1, method: 'closeMessaging' }, 'https://other.example');
    expect(heard).toMatchObject([INIT]);
  });

  it('speaks only to the page it knows', () => {
    const { line, post, posted } = setUp();
    line.open([BANK]);
    line.tell({ t: 'unread', count: 1 });
    expect(posted).toEqual([]);
    post(INIT);
    line.tell({ t: 'unread', count: 2 });
    expect(posted.at(-1)).toEqual({ message: { alongside: 1, t: 'unread', count: 2 }, to: BANK });
  });

  it('says why there will be no help', () => {
    const { line, post, posted } = setUp();
    const error = { errorCode: 'DLGEXCP_GENERAL_EXCEPTION', errorMsg: 'not_found', correctiveAction: 'none' };
    post(INIT);
    line.refuse(error);
    expect(posted).toEqual([{ message: { alongside: 1, t: 'refused', error }, to: BANK }]);
  });

  it('is silent once closed', () => {
    const { line, heard, post } = setUp();
    line.open([BANK]);
    line.close();
    post(INIT);
    expect(heard).toEqual([]);
  });
});
