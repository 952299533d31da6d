const EVERY = 2_000;

/** How far something is: on a terminal one line that changes, elsewhere a line now and then. */
export function sayProgress(
  say: (line: string) => void,
  terminal = process.stdout.isTTY === true,
): { tell(what: string, done: number, of: number, unit: 'MB' | 'files' | 'segments'): void; end(): void } {
  let said = performance.now();
  let open = false;
  return {
    tell(what, done, of, unit) {
      const now = performance.now();
      if (now - said < (terminal ? 100 : EVERY)) return;
      said = now;
      const shown = (value: number) => (unit === 'MB' ? Math.round(value / 1e6) : value);
      const line = `  ${what}: ${shown(done)} of ${shown(of)} ${unit}`;
      open = terminal;
      if (terminal) process.stdout.write(`\r\x1b[K${line}`);
      else say(line);
    },
    end() {
      if (open) process.stdout.write('\r\x1b[K');
      open = false;
    },
  };
}
