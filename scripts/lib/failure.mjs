/** Something the user can act on: printed as one sentence, without a stack trace. */
export class Failure extends Error {
  /**
   * @param {string} message one sentence: what happened, where, what to do
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script and turns what it throws into one sentence and an exit code. Only a defect of ours shows its stack.
 *
 * @param {() => Promise<number | void>} main resolves with the exit code, or nothing for 0
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof Failure) {
      if (error.message !== '') process.stderr.write(`${error.message}\n`);
      process.exitCode = error.exitCode;
      return;
    }
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
