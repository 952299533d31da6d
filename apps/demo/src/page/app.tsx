/** @jsxImportSource preact */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { bank, type Session, type Statement } from './api.ts';
import { useHelp } from './help/use-help.ts';
import { useVisit } from './visit/use-visit.ts';
import { keepPreferences, type Preferences, readPreferences } from './preferences.ts';
import { Shell } from './parts/shell.tsx';
import { TongueContext, tongueFor } from './texts.ts';
import { SignIn } from './views/sign-in.tsx';

/** The whole page: who is signed in, in which language, and what they see. */
export function App() {
  const [preferences, setPreferences] = useState<Preferences>(readPreferences);
  const [session, setSession] = useState<Session | null>(null);
  const [statement, setStatement] = useState<Statement | null>(null);
  const [failed, setFailed] = useState(false);
  const tongue = useMemo(() => tongueFor(preferences.locale), [preferences.locale]);
  const visit = useVisit(session?.help ?? null, preferences);
  const help = useHelp(session?.help ?? null, session?.customer ?? null, preferences, visit.id);
  const { t } = tongue;

  useEffect(() => {
    const { documentElement } = document;
    documentElement.lang = preferences.locale;
    documentElement.dir = t.direction;
    if (preferences.theme === 'auto') delete documentElement.dataset.theme;
    else documentElement.dataset.theme = preferences.theme;
    keepPreferences(preferences);
  }, [preferences, t]);

  const load = async () => {
    setFailed(false);
    try {
      const found = await bank.session();
      if (found.customer) setStatement(await bank.statement());
      setSession(found);
    } catch {
      setFailed(true);
    }
  };
  useEffect(() => void load(), []);

  const signIn = async (customerId: string) => {
    await bank.signIn(customerId);
    await load();
  };
  const signOut = async () => {
    await visit.notify(false).catch(() => {});
    await help.leave();
    await bank.signOut();
    setStatement(null);
    await load();
  };

  return (
    <TongueContext.Provider value={tongue}>
      {failed && (
        <main class="centre">
          <p role="alert">{t('error.load')}</p>
          <button type="button" class="as-button as-button-main" onClick={() => void load()}>
            {t('error.retry')}
          </button>
        </main>
      )}
      {!failed && session && !session.customer && (
        <SignIn people={session.customers} onSignIn={(id) => signIn(id).catch(() => setFailed(true))} />
      )}
      {!failed && session?.customer && statement && (
        <Shell
          server={session.help}
          customer={session.customer}
          statement={statement}
          onStatement={setStatement}
          help={help}
          visit={visit}
          preferences={preferences}
          onPreferences={(change) => setPreferences((before) => ({ ...before, ...change }))}
          onSignOut={() => void signOut().catch(() => setFailed(true))}
        />
      )}
    </TongueContext.Provider>
  );
}
