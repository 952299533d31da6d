import { seconds } from './text.mjs';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Shows that something long goes on: a spinner with the time on a terminal, a plain line now and then elsewhere.
 *
 * @param {string} title
 * @param {NodeJS.WriteStream} [out]
 * @returns {{ done(note?: string): void, fail(): void }}
 */
export function progress(title, out = process.stderr) {
  const start = performance.now();
  const elapsed = () => seconds(performance.now() - start);
  let turn = 0;
  if (!out.isTTY) out.write(`${title} …\n`);
  const timer = setInterval(
    () => {
      turn += 1;
      if (out.isTTY) out.write(`\r\x1b[K${frames[turn % frames.length]} ${title} ${elapsed()}`);
      else out.write(`${title} … ${elapsed()}\n`);
    },
    out.isTTY ? 100 : 10_000,
  );
  const end = (/** @type {string} */ mark, note = '') => {
    clearInterval(timer);
    out.write(`${out.isTTY ? '\r\x1b[K' : ''}${mark} ${title} ${elapsed()}${note === '' ? '' : `, ${note}`}\n`);
  };
  return { done: (note) => end('✓', note), fail: () => end('✗') };
}
