import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FRAME_BYTES } from './frames.ts';
import { Inbox } from './inbox.ts';

/** A socket on which whatever is said is heard at once. */
function world() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const socket = Object.assign(new EventEmitter(), {
    OPEN: WebSocket.OPEN,
    readyState: WebSocket.OPEN as number,
    send: vi.fn(),
    terminate: vi.fn(),
    close: vi.fn(() => {
      socket.readyState = WebSocket.CLOSING;
    }),
  });
  const inbox = new Inbox(socket as unknown as WebSocket, 300);
  const say = (bytes: number) => socket.emit('message', Buffer.alloc(bytes, 'x'), false);
  const taken = () => {
    const sizes: number[] = [];
    inbox.takeBy((data) => sizes.push(data.length));
    return sizes;
  };
  return { socket, inbox, say, taken };
}

test('what is said ahead of the welcome waits, up to the size of one frame in all', async () => {
  const { socket, inbox, say, taken } = world();
  say(FRAME_BYTES / 2);
  say(FRAME_BYTES / 2);
  expect((await inbox.first(1_000))[0].length).toBe(FRAME_BYTES / 2);
  expect(taken()).toEqual([FRAME_BYTES / 2]);
  expect(socket.close).not.toHaveBeenCalled();
});

test('[WS4] [WS8] more than that is refused in words, and closes', () => {
  const { socket, say, taken } = world();
  say(FRAME_BYTES / 2);
  say(FRAME_BYTES / 2);
  say(1);
  expect(JSON.parse(socket.send.mock.calls[0]![0])).toMatchObject({ t: 'bye', error: { code: 'frame_too_large' } });
  expect(socket.close).toHaveBeenCalledWith(1009, 'frame_too_large');
  say(100);
  expect(taken()).toEqual([FRAME_BYTES / 2, FRAME_BYTES / 2]);
  vi.advanceTimersByTime(300);
  expect(socket.terminate).toHaveBeenCalled();
});

test('after a goodbye nothing is kept any more, and once somebody takes what comes it may be of any size', () => {
  const away = world();
  away.socket.close();
  away.say(100);
  expect(away.taken()).toEqual([]);

  const welcome = world();
  const sizes = welcome.taken();
  welcome.say(2 * FRAME_BYTES);
  expect(sizes).toEqual([2 * FRAME_BYTES]);
});
