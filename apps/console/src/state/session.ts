import type { Agent } from '@alongside/protocol';
import { asError } from '../errors/as-error.ts';
import type { Core } from './core.ts';
import type { ConsoleState, Session } from './model.ts';

export interface SignIn {
  readonly tenant: string;
  readonly email: string;
  readonly password: string;
}

export interface SetUp {
  readonly token: string;
  readonly company: string;
  readonly domain: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface SessionCommands {
  /** Finds out whether this browser is signed in; tries again while the server does not answer. */
  check(): void;
  /** Rejects with AlongsideError: the page says why. */
  signIn(given: SignIn): Promise<void>;
  signOut(): Promise<void>;
  /** Creates the company with the one-time link, then signs in. Rejects with AlongsideError. */
  setUp(given: SetUp): Promise<void>;
}

const CHECK_AGAIN_MS = 3_000;

export function createSession(core: Core): SessionCommands {
  const { client, state, settings, surroundings } = core;
  const set = (session: Session, more: Partial<ConsoleState> = {}) =>
    state.update((value) => ({ ...value, ...more, session }));
  const enter = (me: Agent) => {
    set({ phase: 'signed-in', me });
    client.connect();
  };

  const check = () => {
    client.call('getMe').then(enter, (given) => {
      const error = asError(given);
      if (error.code === 'not_authenticated' || error.code === 'session_expired')
        return set({ phase: 'signed-out', because: null });
      set({ phase: 'unreachable', code: error.code });
      surroundings.after(CHECK_AGAIN_MS, check);
    });
  };

  // The session may end elsewhere: after twelve hours, or by an administrator.
  client.connection.subscribe(({ state: connection, error }) => {
    if (connection !== 'error' || state.get().session.phase !== 'signed-in') return;
    if (error?.correctiveAction !== 'sign_in' && error?.correctiveAction !== 'start_again') return;
    client.disconnect();
    set({ phase: 'signed-out', because: 'session_ended' }, { dialog: null, notices: [] });
  });

  const signIn = async ({ tenant, email, password }: SignIn) => {
    const domain = tenant.trim().toLowerCase();
    const body = { email: email.trim(), password, ...(domain ? { tenant: domain } : {}) };
    const { agent } = await client.call('signIn', { body });
    settings.update((value) => ({ ...value, tenant: domain }));
    enter(agent);
  };

  return {
    check,
    signIn,
    async signOut() {
      await core.run('sign-out', async () => {
        try {
          await client.call('signOut');
        } catch (error) {
          if (asError(error).correctiveAction !== 'sign_in')
            return core.notices.failure(error, 'settings.signout.failed');
        }
        client.disconnect();
        set({ phase: 'signed-out', because: 'signed_out' }, { dialog: null, notices: [], departed: [] });
      });
    },
    async setUp({ token, company, domain, name, email, password }) {
      await client.call('createFirstAdministrator', {
        body: { token, company: company.trim(), domain, name: name.trim(), email: email.trim(), password },
      });
      await signIn({ tenant: domain, email, password });
    },
  };
}
