import type { AgentClient, Call, Message, Observable } from '@alongside/sdk/agent';
import { asError } from '../errors/as-error.ts';
import { type Commands, createCommands, type Expected } from './commands.ts';
import { type Core, createNotices, createRun, createSpeak } from './core.ts';
import { watchDesk } from './desk-watch.ts';
import { createDrafts } from './drafts.ts';
import { watchMessages } from './message-watch.ts';
import { type ConsoleState, INITIAL_STATE } from './model.ts';
import { createNavigation, type Navigation } from './navigation.ts';
import { type Row, rowsOf } from './rows.ts';
import { createSession, type SessionCommands } from './session.ts';
import { createSettings } from './settings.ts';
import { createStore, type Store } from './store.ts';
import { createSupervision, type SupervisionCommands } from './supervision.ts';
import type { Surroundings } from './surroundings.ts';
import { createUnsent } from './unsent.ts';
import { createViews, type Views } from './views.ts';

/** Everything behind the page: what it shows and what can be asked of it. */
export interface Console extends Omit<Core, 'run'> {
  readonly rows: Observable<readonly Row[]>;
  readonly views: Views;
  readonly go: Navigation;
  readonly commands: Commands;
  readonly supervision: SupervisionCommands;
  readonly session: SessionCommands;
  /** Answers of the server by name, for this session. */
  readonly cache: Map<string, unknown>;
  /** Tries the connection now instead of waiting. */
  readonly wake: () => void;
  /** Each new message of a customer, once. */
  readonly messages: { subscribe(listener: (message: Message, conversationId: string) => void): () => void };
}

function createExpected(): Expected {
  const contacts = new Set<string>();
  return {
    add: (contactId) => void contacts.add(contactId),
    remove: (contactId) => void contacts.delete(contactId),
    has: (contactId) => contacts.has(contactId),
  };
}

/** A refused session shows at the first call that needs one, often before the socket tells. */
function withSessionCheck(client: AgentClient, ended: () => void): AgentClient {
  const call: Call = async (operation, ...request) => {
    try {
      return await client.call(operation, ...request);
    } catch (given) {
      const { code } = asError(given);
      if (operation !== 'signIn' && operation !== 'getMe' && operation !== 'signOut' && code === 'not_authenticated')
        ended();
      throw given;
    }
  };
  return { ...client, call };
}

export function createConsole(plainClient: AgentClient, surroundings: Surroundings, wake: () => void): Console {
  const state: Store<ConsoleState> = createStore(INITIAL_STATE);
  const client = withSessionCheck(plainClient, () => {
    if (state.get().session.phase !== 'signed-in') return;
    plainClient.disconnect();
    state.update((value) => ({
      ...value,
      dialog: null,
      notices: [],
      session: { phase: 'signed-out', because: 'session_ended' },
    }));
  });
  const scope = () => {
    const { session } = state.get();
    return session.phase === 'signed-in' ? session.me.id : '';
  };
  const settings = createSettings(surroundings.storage);
  const core: Core = {
    client,
    state,
    settings,
    drafts: createDrafts(surroundings.storage, scope),
    unsent: createUnsent(surroundings.tabStorage),
    surroundings,
    notices: createNotices(state, surroundings),
    speak: createSpeak(state),
    run: createRun(state),
  };

  surroundings.onStorageChange(core.drafts.changedElsewhere);
  surroundings.onStorageChange(settings.changedElsewhere);
  const views = createViews(client, state);
  const rows = createStore<readonly Row[]>([]);
  let drawn: readonly unknown[] = [];
  const drawRows = () => {
    const desk = client.desk.get();
    const { departed } = state.get();
    const live = views.live.get();
    if (drawn[0] === desk && drawn[1] === departed && drawn[2] === live) return;
    drawn = [desk, departed, live];
    rows.set(rowsOf(desk?.conversations ?? [], departed, live));
  };
  const go = createNavigation(core, rows.get);
  const expected = createExpected();
  const session = createSession(core);
  const commands = createCommands(core, go, expected, session);
  const listeners = new Set<(message: Message, conversationId: string) => void>();

  const cache = new Map<string, unknown>();
  state.subscribe(({ session: { phase } }) => {
    if (phase === 'signed-out') cache.clear();
  });
  watchDesk(core, views, commands, expected);
  client.desk.subscribe(drawRows);
  views.live.subscribe(drawRows);
  state.subscribe(drawRows);
  watchMessages(core, views, (message, conversationId) => {
    for (const listener of [...listeners]) listener(message, conversationId);
  });

  return {
    ...core,
    rows,
    views,
    go,
    commands,
    supervision: createSupervision(core, go),
    session,
    cache,
    wake,
    messages: {
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}
