/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';

const SCORES = [1, 2, 3, 4, 5];

/** How it went: a score, and words if the customer likes. Thanks take its place. */
export function Survey() {
  const { alongside, formats, t } = useWidget();
  const { surveyAsked, surveyAnswered } = useObservable(alongside.help);
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  const [state, setState] = useState<'open' | 'sending' | 'failed'>('open');
  if (surveyAnswered)
    return (
      <p class="survey-thanks" role="status">
        {t('survey.thanks')}
      </p>
    );
  if (!surveyAsked) return null;
  const send = (event: Event) => {
    event.preventDefault();
    if (state === 'sending') return;
    setState('sending');
    const words = comment.trim();
    alongside.answerSurvey({ score, ...(words && { comment: words }) }).catch(() => setState('failed'));
  };
  return (
    <form class="survey" onSubmit={send}>
      <fieldset>
        <legend>{t('survey.title')}</legend>
        <div class="scores">
          {SCORES.map((value) => (
            <label class="score" key={value}>
              <input
                type="radio"
                name="score"
                class="as-visually-hidden"
                checked={score === value}
                onChange={() => setScore(value)}
              />
              <span>{formats.number(value)}</span>
              {value === 1 && <span class="as-visually-hidden"> {t('survey.worst')}</span>}
              {value === 5 && <span class="as-visually-hidden"> {t('survey.best')}</span>}
            </label>
          ))}
        </div>
        <p class="score-ends" aria-hidden="true">
          <span>{t('survey.worst')}</span>
          <span>{t('survey.best')}</span>
        </p>
      </fieldset>
      {score > 0 && (
        <>
          <label>
            <span class="as-label">{t('survey.comment')}</span>
            <textarea
              class="as-field"
              rows={2}
              maxLength={2000}
              dir="auto"
              value={comment}
              onInput={(event) => setComment(event.currentTarget.value)}
            />
          </label>
          {state === 'failed' && (
            <p class="composer-problem" role="alert">
              {t('answer.failed')}
            </p>
          )}
          <button type="submit" class="as-button as-button-main wide" aria-disabled={state === 'sending'}>
            {t('composer.send')}
          </button>
        </>
      )}
    </form>
  );
}
