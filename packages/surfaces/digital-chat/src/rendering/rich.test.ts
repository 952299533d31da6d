import type { RichContent } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { decoderOf } from '../decoder.ts';
import type { Dialect } from '../dialect.ts';
import { renderRich } from './rich.ts';

const actions = [{ text: 'Yes', postback: '{"a":1}' }];
const all: RichContent[] = [
  { type: 'quick_replies', text: 'Sure?', actions },
  { type: 'list_picker', title: 'Pick', text: 'One of', actions },
  {
    type: 'rich_link',
    title: 'Us',
    url: 'https://a.example',
    media: { url: 'https://a.example/i.png', fileName: 'i.png', mimeType: 'image/png' },
  },
  {
    type: 'time_picker',
    title: 'When',
    eventTitle: 'Visit',
    slots: [{ id: 's1', start: '2030-01-01T10:00:00.000Z', seconds: 900 }],
  },
  { type: 'plugin', payload: { postback: '', elements: [{ id: 'e', type: 'MENU', elements: [] }] } },
  { type: 'adaptive_card', card: { type: 'AdaptiveCard' } },
  { type: 'form', form: { title: 'F' } },
  { type: 'streamed', sourceUrl: 'https://a.example/sse' },
];

test('web is shown every kind', () => {
  expect(all.map((content) => renderRich(content, 'web'))).toEqual([
    {
      type: 'QUICK_REPLIES',
      payload: { text: { content: 'Sure?' }, actions: [{ type: 'REPLY_BUTTON', text: 'Yes', postback: '{"a":1}' }] },
    },
    {
      type: 'LIST_PICKER',
      payload: {
        title: { content: 'Pick' },
        text: { content: 'One of' },
        actions: [{ type: 'REPLY_BUTTON', text: 'Yes', postback: '{"a":1}' }],
      },
    },
    {
      type: 'RICH_LINK',
      payload: {
        media: { url: 'https://a.example/i.png', fileName: 'i.png', mimeType: 'image/png' },
        title: { content: 'Us' },
        url: 'https://a.example',
      },
    },
    {
      type: 'TIME_PICKER',
      payload: {
        title: { content: 'When' },
        event: {
          title: { content: 'Visit' },
          timeSlots: [{ id: 's1', duration: 900, startTime: '2030-01-01T10:00:00+00:00' }],
        },
      },
    },
    { type: 'PLUGIN', payload: { postback: '', elements: [{ id: 'e', type: 'MENU', elements: [] }] } },
    { type: 'ADAPTIVE_CARD', payload: { type: 'AdaptiveCard' } },
    { type: 'FORM', payload: { title: 'F' } },
    { type: 'STREAMED', payload: { protocol: 'sse', sourceUrl: 'https://a.example/sse' } },
  ]);
});

const NEVER_NATIVE = ['TEXT', 'TEXT', 'TEXT'];
test.each([
  ['ios', '3.3.1', 'TIME_PICKER'],
  ['ios', '3.2.9', 'TEXT'],
  ['ios', null, 'TEXT'],
  ['android', '3.3.1', 'TEXT'],
] as [Dialect, string | null, string][])(
  '%s %s gets text instead of what its decoder does not know',
  (dialect, version, timePicker) => {
    const shown = all.map((content) => renderRich(content, decoderOf(dialect, version))?.type ?? 'TEXT');
    expect(shown).toEqual(['QUICK_REPLIES', 'LIST_PICKER', 'RICH_LINK', timePicker, 'TEXT', ...NEVER_NATIVE]);
  },
);

test.each(['ios', 'android'] as Dialect[])(
  '%s is shown a popup that asks whether somebody is still there',
  (dialect) => {
    const payload = { postback: '', elements: [{ id: 'e', type: 'INACTIVITY_POPUP', elements: [] }] };
    expect(renderRich({ type: 'plugin', payload }, decoderOf(dialect, null))).toEqual({ type: 'PLUGIN', payload });
  },
);

test.each([{}, { elements: [] }, { elements: [null] }, { elements: 'INACTIVITY_POPUP' }])(
  'a plugin like %j is text on native',
  (payload) => {
    expect(renderRich({ type: 'plugin', payload }, 'native')).toBeNull();
  },
);
