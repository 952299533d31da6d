import { expect, test } from 'vitest';
import { cut, toBytes } from '../wire/binary.ts';
import { type Transport, transportPair } from '../wire/transport.ts';
import { Hub } from './hub.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const consent = (view: string) => JSON.stringify({ t: 'consent', view, control: 'no', recording: 'no' });
const dom = (body: unknown, to = 0) => cut({ kind: 1, to, body: toBytes(JSON.stringify(body)) }, 1)[0]!;
const META = [{ type: 4, data: { href: 'https://bank.test/?token=1', width: 10, height: 10 } }];

function world() {
  const faults: string[] = [];
  const hub = new Hub({
    isPageFrame: (frame) => typeof frame === 'object',
    isAgentFrame: (frame) => typeof frame === 'object',
    onFault: (who, why) => faults.push(`${who}: ${why}`),
  });
  const join = (add: (transport: Transport) => void) => {
    const [mine, its] = transportPair();
    const heard: (string | Uint8Array)[] = [];
    let open = true;
    mine.onFrame((frame) => heard.push(frame));
    mine.onClose(() => {
      open = false;
    });
    add(its);
    return {
      ...mine,
      send: mine.send.bind(mine),
      close: mine.close.bind(mine),
      heard,
      isOpen: () => open,
      texts: () => heard.filter((frame) => typeof frame === 'string'),
    };
  };
  const page = () => join((transport) => hub.setPage(transport));
  const viewer = (who = {}) => join((transport) => hub.addViewer(transport, { name: 'Ada', mayControl: true, ...who }));
  return { hub, faults, page, viewer };
}

test('[COB1] a page that shows itself before its own consent is cut off', async () => {
  const { page, viewer, faults } = world();
  const watching = viewer();
  const shown = page();
  shown.send(dom(META));
  await settled();
  expect(faults).toEqual(['page: The page showed itself without consent.']);
  expect([shown.isOpen(), watching.heard.some((frame) => typeof frame !== 'string')]).toEqual([false, false]);
});

test('a message reaches whom it is for, filtered', async () => {
  const { page, viewer } = world();
  const [first, second] = [viewer(), viewer()];
  const shown = page();
  shown.send(consent('yes'));
  shown.send(dom(META, 2));
  await settled();
  const binary = (who: { heard: (string | Uint8Array)[] }) => who.heard.filter((frame) => typeof frame !== 'string');
  expect([binary(first).length, binary(second).length]).toEqual([0, 1]);
  expect(new TextDecoder().decode(binary(second)[0] as Uint8Array)).not.toContain('token');
});

test('the page hears who speaks from the relay, and nothing of those who only look on', async () => {
  const { page, viewer } = world();
  const shown = page();
  const [ada, sam] = [viewer(), viewer({ name: 'Sam', silent: true })];
  ada.send(JSON.stringify({ t: 'pointer', x: 1, y: 2, on: true, by: 9 }));
  sam.send(JSON.stringify({ t: 'pointer', x: 1, y: 2, on: true }));
  await settled();
  const words = shown.texts().map((text) => JSON.parse(text as string) as { t: string; by?: number });
  expect(words.filter(({ t }) => t === 'from').map(({ by }) => by)).toEqual([1]);
});

test('who may not control is refused at the relay too', async () => {
  const { page, viewer } = world();
  const shown = page();
  const sam = viewer({ mayControl: false });
  sam.send(JSON.stringify({ t: 'command', n: 4, action: { do: 'click', node: 1, fx: 0, fy: 0 } }));
  await settled();
  expect(shown.texts().some((text) => String(text).includes('command'))).toBe(false);
  expect(sam.texts().at(-1)).toBe(JSON.stringify({ t: 'refused', to: 1, n: 4, reason: 'not_allowed' }));
});

test('a new page takes the place of the one before; its late frames count no more', async () => {
  const { page, viewer, hub } = world();
  const watching = viewer();
  const before = page();
  before.send(consent('yes'));
  const after = page();
  before.send(consent('no'));
  await settled();
  expect([before.isOpen(), after.isOpen()]).toEqual([false, true]);
  expect(watching.texts().filter((text) => String(text).includes('lost')).length).toBeLessThanOrEqual(1);
  hub.end('agent');
  await settled();
  expect([after.isOpen(), watching.isOpen(), hub.viewers]).toEqual([false, false, 0]);
  expect(after.texts().at(-1)).toBe(JSON.stringify({ t: 'ended', by: 'agent' }));
});
