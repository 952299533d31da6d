import { type Command, readCommand } from './arguments.ts';
import { HELP } from './help.ts';
import { sentenceFor } from './sentence.ts';
import { ownVersion } from './version.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One command line from beginning to end: what is said, and the exit code. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  try {
    const command = readCommand(argv, process.env);
    process.exitCode = await run(command);
  } catch (error) {
    const sentence = sentenceFor(error);
    process.stderr.write(`${sentence ?? (error instanceof Error ? error.stack : String(error))}\n`);
    process.exitCode = 1;
  }
  // Nothing is left to wait for; what a library may still hold open must not keep us.
  process.exit();
}

/** Each command brings its own code: whoever asks for one does not wait until the whole server is loaded. */
async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'version':
      say(ownVersion());
      return 0;
    case 'apply': {
      const { runApply } = await import('../apply/run-apply.ts');
      return runApply(command.options, say);
    }
    case 'backup': {
      const { runBackup } = await import('./backup.ts');
      return runBackup(command.settings, say);
    }
    case 'restore': {
      const { runRestore } = await import('./restore.ts');
      return runRestore(command.settings, say);
    }
    case 'audit verify': {
      const { runAuditVerify } = await import('./audit-verify.ts');
      return runAuditVerify(command.settings, say);
    }
    case 'routing replay': {
      const { runRoutingReplay } = await import('./routing-replay.ts');
      return runRoutingReplay(command.settings, say);
    }
    case 'password': {
      const { runNewPassword } = await import('./new-password.ts');
      return runNewPassword(command.settings, command.person, say);
    }
    case 'doctor': {
      const { runDoctor } = await import('./doctor.ts');
      return runDoctor(command.settings, say);
    }
    case 'doctor trunk': {
      const { runTrunkDoctor } = await import('./trunk-doctor.ts');
      return runTrunkDoctor(command.trunk, say);
    }
    case 'turn config': {
      const { runTurnConfig } = await import('./turn-config.ts');
      return runTurnConfig(command.options, say);
    }
    case 'migrate': {
      const { runMigrate } = await import('./run-migrate.ts');
      return runMigrate(command.settings, say);
    }
    case 'serve': {
      const { runServe } = await import('./run-serve.ts');
      return runServe(command.settings, say);
    }
  }
}
