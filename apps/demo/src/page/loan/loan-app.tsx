/** @jsxImportSource preact */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { bank, type Session } from '../api.ts';
import { BankMark } from '../parts/icon.tsx';
import { readPreferences } from '../preferences.ts';
import { TongueContext, tongueFor, useTongue } from '../texts.ts';
import { TogetherCard } from '../together/together-card.tsx';
import { useTogether } from '../together/use-together.ts';
import { STEPS, type Step } from './steps.ts';
import { StepForm } from './step-form.tsx';

/** A loan in three pages of their own: each step is a real navigation, as in a site that is no single-page app. */
export function LoanApp({ step }: { readonly step: Step }) {
  const preferences = useMemo(readPreferences, []);
  const tongue = useMemo(() => tongueFor(preferences.locale), [preferences.locale]);
  const { t } = tongue;
  useEffect(() => {
    document.documentElement.lang = preferences.locale;
    document.documentElement.dir = t.direction;
    if (preferences.theme !== 'auto') document.documentElement.dataset.theme = preferences.theme;
    document.title = `${t(`loan.${step}`)} · ${t('bank.name')}`;
  }, [preferences, t, step]);
  return (
    <TongueContext.Provider value={tongue}>
      <LoanPage step={step} />
    </TongueContext.Provider>
  );
}

function LoanPage({ step }: { readonly step: Step }) {
  const { t } = useTongue();
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => void bank.session().then(setSession, () => {}), []);
  const together = useTogether(session?.help ?? null);
  const at = STEPS.indexOf(step);
  return (
    <div class="loan">
      <header class="loan-head">
        <a class="brand-link" href="/">
          <BankMark />
          {t('bank.name')}
        </a>
      </header>
      <main class="narrow">
        <h1>{t(`loan.${step}`)}</h1>
        <ol class="loan-steps" aria-label={t('loan.steps')}>
          {STEPS.map((one, index) => (
            <li key={one} aria-current={one === step ? 'step' : undefined} data-done={index < at || undefined}>
              {t(`loan.${one}`)}
            </li>
          ))}
        </ol>
        <StepForm step={step} customer={session?.customer ?? null} />
        <TogetherCard together={together} />
      </main>
    </div>
  );
}
