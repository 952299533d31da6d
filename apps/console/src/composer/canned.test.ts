import { expect, test } from 'vitest';
import { languageOf } from '../i18n/use-language.ts';
import { cannedQueryAt, fillReply, insertReply, matchReplies } from './canned.ts';
import { fileProblem, filesIn } from './files.ts';

const replies = [
  { id: '1', shortcut: 'hello', title: 'Greeting', text: 'Hello {name}' },
  { id: '2', shortcut: 'bye', title: 'Goodbye', text: 'Bye' },
  { id: '3', shortcut: 'help', title: 'More', text: 'x' },
  { id: '4', shortcut: 'özür', title: 'Sorry', text: 'y' },
];

test('a slash opens the list at the start of a word only', () => {
  expect(cannedQueryAt('/', 1)).toEqual({ from: 0, query: '' });
  expect(cannedQueryAt('Hi /he', 6)).toEqual({ from: 3, query: 'he' });
  expect(cannedQueryAt('line\n/öz', 8)).toEqual({ from: 5, query: 'öz' });
  expect(cannedQueryAt('1/2', 3)).toBeNull();
  expect(cannedQueryAt('https://x', 9)).toBeNull();
  expect(cannedQueryAt('/hello there', 12)).toBeNull();
});

test('shortcuts that begin so come first, then titles', () => {
  expect(matchReplies(replies, 'he').map(({ id }) => id)).toEqual(['1', '3']);
  expect(matchReplies(replies, 'good').map(({ id }) => id)).toEqual(['2']);
  expect(matchReplies(replies, 'ÖZ').map(({ id }) => id)).toEqual(['4']);
  expect(matchReplies(replies, 'zz')).toEqual([]);
});

test('the names are put in; nothing in a name is taken for a placeholder', () => {
  expect(fillReply('Hi {name}, I am {agent}. {other}', { name: '{agent} $1', agent: 'Elif' })).toBe(
    'Hi {agent} $1, I am Elif. {other}',
  );
});

test('the reply takes the place of its shortcut and the caret follows', () => {
  expect(insertReply('Hi /he you', 6, { from: 3, query: 'he' }, 'hello')).toEqual({ text: 'Hi hello you', caret: 8 });
});

test('a file that is empty or too large is refused before it travels', () => {
  const language = languageOf('en');
  expect(fileProblem({ name: 'a.txt', size: 0 }, 100, language)).toBe('a.txt is empty.');
  expect(fileProblem({ name: 'a.txt', size: 3_145_728 }, 2_097_152, language)).toBe('a.txt is larger than 2 MB.');
  expect(fileProblem({ name: 'a.txt', size: 5 }, 100, language)).toBeNull();
});

test('a copied table is pasted as text, a copied picture as a file', () => {
  const data = (types: string[]) => ({ types, files: [{ name: 'x.png' }] }) as unknown as DataTransfer;
  expect(filesIn(data(['Files']))).toHaveLength(1);
  expect(filesIn(data(['text/plain', 'text/html', 'Files']))).toEqual([]);
  expect(filesIn(null)).toEqual([]);
});
