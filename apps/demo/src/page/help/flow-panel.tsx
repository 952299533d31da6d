/** @jsxImportSource preact */
import { Icon } from '../parts/icon.tsx';
import { useTongue } from '../texts.ts';
import { type Flow, STEPS } from './flow.ts';

/** Living documentation: each step of a help between page, bank and Alongside, as it happens. */
export function FlowPanel({ flow }: { flow: Flow }) {
  const { t } = useTongue();
  return (
    <section aria-label={t('flow.title')}>
      <details class="card flow" open>
        <summary>{t('flow.title')}</summary>
        <p class="quiet">{t('flow.intro')}</p>
        <ol>
          {STEPS.map((step) => {
            const { state, at, detail } = flow[step];
            return (
              <li key={step} data-state={state}>
                <span class="flow-mark">
                  {state === 'done' && <Icon name="check" />}
                  {state === 'failed' && <Icon name="close" />}
                  <span class="as-visually-hidden">{t(`flow.${state}`)}</span>
                </span>
                <span class="row-text">
                  {t(`flow.${step}`)}
                  {detail !== '' && <code dir="ltr">{detail}</code>}
                  {at !== null && (
                    <time class="quiet" dateTime={new Date(at).toISOString()}>
                      {new Date(at).toISOString().slice(11, 23)}
                    </time>
                  )}
                </span>
              </li>
            );
          })}
        </ol>
      </details>
    </section>
  );
}
