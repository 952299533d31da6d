/** Why the process cannot do what it was asked to: one sentence for the person at the terminal, exit code 1, no stack. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
