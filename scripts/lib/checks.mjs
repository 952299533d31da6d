import { inRoot } from './root.mjs';
import { run } from './run.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string[]} words of node
 */

const tool = (/** @type {string} */ path) => inRoot('node_modules', path);
const biome = tool('@biomejs/biome/bin/biome');
const tsc = tool('typescript/bin/tsc');

/** Everything that is checked without running the product. @type {Check[]} */
export const checks = [
  { name: 'format', words: [biome, 'format', '.'] },
  { name: 'lint', words: [biome, 'lint', '--error-on-warnings', '.'] },
  { name: 'types of the server side', words: [tsc, '-p', 'tsconfig.node.json'] },
  { name: 'types of the client side', words: [tsc, '-p', 'tsconfig.browser.json'] },
  { name: 'types of the sdk', words: [tsc, '-p', 'tsconfig.sdk.json'] },
  { name: 'types of the scripts', words: [tsc, '-p', 'tsconfig.scripts.json'] },
  { name: 'dependencies', words: [inRoot('scripts/check-deps.mjs')] },
];

/**
 * Runs one check and shows what it said only when it fails.
 *
 * @param {Check} check
 * @returns {Promise<boolean>}
 */
export async function passes({ name, words }) {
  const outcome = await run(process.execPath, words, { capture: true });
  const ok = outcome.code === 0;
  const text = ok ? '' : `\n${outcome.output.trim()}`;
  process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${(outcome.milliseconds / 1000).toFixed(1)} s)${text}\n`);
  return ok;
}
