import type { WidgetConfig } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { fakeEdge } from '../testing/fake-edge.ts';

// A whole edge twice: slow on a machine that is busy.
test('the widget is told of calls only where something can carry them', async () => {
  const kinds = async (calls: boolean) => {
    const app = await fakeEdge({ calls });
    const answer = await app.inject({ url: '/v1/widget-config?tenant=demo' });
    return answer.json<WidgetConfig>().helpTypes;
  };
  expect(await kinds(false)).toBeUndefined();
  expect(await kinds(true)).toEqual(['CHAT', 'VOICE_CALL', 'VIDEO_CALL']);
}, 20_000);
