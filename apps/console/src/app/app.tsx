import { useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { startNotifying } from '../alerts/notify.ts';
import { startRinging } from '../alerts/ring.ts';
import { tone } from '../alerts/tone.ts';
import { ConsoleContext } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { hasTexts, loadTexts } from '../i18n/texts.ts';
import { type Language, LanguageContext, languageOf } from '../i18n/use-language.ts';
import { SetUpPage } from '../sign-in/set-up-page.tsx';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import type { Console } from '../state/console.ts';
import { localeFor } from '../state/settings.ts';
import { DeskPage } from './desk-page.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { LoadingPage } from './loading-page.tsx';

/** The console: in front of the desk, or at it. */
export function App({ console }: { readonly console: Console }) {
  const settings = useObservable(console.settings);
  const { session } = useObservable(console.state);
  const account = session.phase === 'signed-in' ? session.me.locale : null;
  const locale = localeFor(settings, account, console.surroundings.languages);
  const language = useLoadedLanguage(locale);

  useEffect(() => {
    const root = document.documentElement;
    root.lang = locale;
    root.dir = language.t.direction;
    if (settings.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = settings.theme;
  }, [locale, language, settings.theme]);

  return (
    <LanguageContext value={language}>
      <I18nProvider locale={language.t.direction === 'rtl' ? 'ar' : locale}>
        <ConsoleContext value={console}>
          <ErrorBoundary texts={() => language.t}>
            <Page console={console} language={language} />
          </ErrorBoundary>
        </ConsoleContext>
      </I18nProvider>
    </LanguageContext>
  );
}

/** The language of a tag; until its texts are here, the one before. */
function useLoadedLanguage(locale: string): Language {
  const [here, setHere] = useState(() => (hasTexts(locale) ? locale : 'en'));
  useEffect(() => {
    let wanted = true;
    void loadTexts(locale).then(() => wanted && setHere(locale));
    return () => {
      wanted = false;
    };
  }, [locale]);
  return useMemo(() => languageOf(here), [here]);
}

function Page({ console, language }: { readonly console: Console; readonly language: Language }) {
  const { session, route } = useObservable(console.state);
  const signedIn = session.phase === 'signed-in';
  useEffect(() => (signedIn ? startRinging(console, tone) : undefined), [console, signedIn]);
  useEffect(() => (signedIn ? startNotifying(console, () => language) : undefined), [console, signedIn, language]);
  if (route.at === 'setup' && !signedIn) return <SetUpPage token={route.token} />;
  switch (session.phase) {
    case 'checking':
      return <LoadingPage code={null} />;
    case 'unreachable':
      return <LoadingPage code={session.code} />;
    case 'signed-out':
      return <SignInPage because={session.because} />;
    case 'signed-in':
      return <DeskPage />;
  }
}
