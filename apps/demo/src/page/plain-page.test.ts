import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const scriptIn = (text: string) => {
  const [script] = /<script type="module">[\s\S]*?<\/script>/.exec(text) ?? [];
  return script?.split('\n').map((line) => line.trim());
};

test('the plain page holds the lines of the README, word for word', () => {
  const fromReadme = scriptIn(read('../../../../README.md'));
  expect(fromReadme?.length).toBeGreaterThan(5);
  expect(scriptIn(read('public/plain.html'))).toEqual(fromReadme);
});
