import { expect, test } from 'vitest';
import { contentOf, EMPTY_DRAFT, fallbackOf, missingOf, type RichDraft, safeAddress } from './rich-model.ts';

const draft = (part: Partial<RichDraft>): RichDraft => ({ ...EMPTY_DRAFT, ...part });
const time = (at: string) => at.slice(11, 16);

test('quick replies send what was written, without the lines that were left empty', () => {
  const content = contentOf(draft({ text: ' Shall I book it? ', choices: ['Yes', ' ', 'No '] }));
  expect(content).toEqual({
    type: 'quick_replies',
    text: 'Shall I book it?',
    actions: [
      { text: 'Yes', postback: 'Yes' },
      { text: 'No', postback: 'No' },
    ],
  });
  expect(content && fallbackOf(content, time)).toBe('Shall I book it?\n• Yes\n• No');
});

test('a list needs a title, a text and one choice', () => {
  expect(missingOf(draft({ kind: 'list_picker' }))).toEqual(['title', 'text', 'choices']);
  expect(contentOf(draft({ kind: 'list_picker', title: 'Card', text: 'Which?', choices: ['Gold'] }))).toMatchObject({
    type: 'list_picker',
    title: 'Card',
  });
});

test('a link is http or https, and names its picture', () => {
  const link = { kind: 'rich_link', title: 'Fees', picture: 'https://bank.example/a/fees.png' } as const;
  expect(missingOf(draft({ ...link, url: 'javascript:alert(1)' }))).toEqual(['url']);
  expect(contentOf(draft({ ...link, url: 'https://bank.example/fees' }))).toEqual({
    type: 'rich_link',
    title: 'Fees',
    url: 'https://bank.example/fees',
    media: { url: 'https://bank.example/a/fees.png', fileName: 'fees.png', mimeType: 'image/png' },
  });
});

test('times are sent as moments, with their length in seconds', () => {
  const slots = [
    { at: '2026-12-01T10:00', minutes: 30 },
    { at: '', minutes: 30 },
  ];
  const content = contentOf(draft({ kind: 'time_picker', title: 'Choose', text: 'A talk', slots }));
  const start = new Date('2026-12-01T10:00').toISOString();
  expect(content).toEqual({
    type: 'time_picker',
    title: 'Choose',
    eventTitle: 'A talk',
    slots: [{ id: start, start, seconds: 1800 }],
  });
  expect(missingOf(draft({ kind: 'time_picker', title: 'Choose', text: 'A talk' }))).toEqual(['slots']);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'bank.example', ''])(
  'the address %s is never live',
  (address) => {
    expect(safeAddress(address)).toBeNull();
  },
);
