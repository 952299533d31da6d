import type { Survey } from '@alongside/protocol';
import { Star } from 'lucide-react';
import { useCallback } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { usePages } from '../hooks/use-pages.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { PageFrame } from '../pages/page-frame.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import './surveys.css';

/** What customers said afterwards, newest first; each leads to its conversation. */
export function SurveysPage(_props: { readonly part: string | null }) {
  const { t } = useLanguage();
  const { client } = useConsole();
  const ask = useCallback(
    async (cursor: string | null) => {
      const { surveys, nextCursor } = await client.call('listSurveys', {
        query: { limit: 50, ...(cursor ? { cursor } : {}) },
      });
      return { items: surveys, nextCursor };
    },
    [client],
  );
  const { items, hasMore, loading, code, more } = usePages<Survey>(ask);
  return (
    <PageFrame title={t('pages.surveys')} lead={t('surveys.lead')}>
      {code && <Failed text={t('surveys.failed')} code={code} retry={more} />}
      {!items && !code && <Skeleton widths={[80, 60, 70]} />}
      {items?.length === 0 && <Empty icon={Star} title={t('surveys.empty')} text={t('surveys.empty.text')} />}
      {items && items.length > 0 && (
        <ul className="surveys">
          {items.map((survey) => (
            <SurveyLine key={survey.contactId} survey={survey} />
          ))}
        </ul>
      )}
      {hasMore && (
        <button type="button" className="as-button dense" aria-disabled={loading} onClick={more}>
          {loading && <Spinner />}
          {t('common.more')}
        </button>
      )}
    </PageFrame>
  );
}

function SurveyLine({ survey }: { readonly survey: Survey }) {
  const { t, formats } = useLanguage();
  const { go } = useConsole();
  const { score, comment, customerName, agent, queueName, at, contactId, conversationId } = survey;
  return (
    <li className="survey">
      <span className="survey-score" role="img" aria-label={t('surveys.score', { score })}>
        <span aria-hidden="true">
          {'★'.repeat(score)}
          <span className="survey-rest">{'★'.repeat(5 - score)}</span>
        </span>
      </span>
      <div className="survey-text">
        {comment ? (
          <p dir="auto" className="side">
            {comment}
          </p>
        ) : (
          <p className="missing">{t('surveys.nocomment')}</p>
        )}
        <p className="survey-facts">
          {customerName} · {agent ? t('history.with', { agent: agent.name }) : t('history.unanswered')} · {queueName} ·{' '}
          {formats.dateTime(at)}
        </p>
      </div>
      <button
        type="button"
        className="as-button dense"
        aria-label={t('surveys.read.label', { name: customerName })}
        onClick={() => go.openEarlier({ id: contactId, conversationId })}
      >
        {t('surveys.read')}
      </button>
    </li>
  );
}
