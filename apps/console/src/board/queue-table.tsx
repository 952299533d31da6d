import type { BoardQueue } from '@alongside/protocol';
import { useSecondsSince } from '../hooks/use-now.ts';
import { useLanguage } from '../i18n/use-language.ts';

/** One line for each queue: who waits now, and how today goes against its goal. */
export function QueueTable({ queues }: { readonly queues: readonly BoardQueue[] }) {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="board-queues">
      <h2 className="board-title" id="board-queues">
        {t('board.queues')}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <section className="table-frame" aria-labelledby="board-queues" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('board.queue')}</th>
              <th scope="col">{t('board.waiting')}</th>
              <th scope="col">{t('board.longest')}</th>
              <th scope="col">{t('board.active')}</th>
              <th scope="col">{t('board.requested')}</th>
              <th scope="col">{t('board.answered')}</th>
              <th scope="col">{t('board.abandoned')}</th>
              <th scope="col">{t('board.meanwait')}</th>
              <th scope="col">{t('board.level')}</th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <QueueLine key={queue.id} queue={queue} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function QueueLine({ queue }: { readonly queue: BoardQueue }) {
  const { t, clock, formats } = useLanguage();
  const longest = useSecondsSince(queue.oldestRequestedAt);
  const { today, goal } = queue;
  const late = queue.waiting > 0 && longest > goal.seconds;
  const missed = today.serviceLevel !== null && today.serviceLevel < goal.percent;
  return (
    <tr>
      <th scope="row" dir="auto">
        {queue.name}
        {!queue.open && <span className="tag">{t('board.closed')}</span>}
      </th>
      <td className="figure">{formats.number(queue.waiting)}</td>
      <td className="figure" data-tone={late ? 'danger' : undefined}>
        {queue.waiting > 0 ? clock(longest) : '–'}
        {late && <span className="as-visually-hidden">{t('board.late')}</span>}
      </td>
      <td className="figure">{formats.number(queue.active)}</td>
      <td className="figure">{formats.number(today.requested)}</td>
      <td className="figure">{formats.number(today.answered)}</td>
      <td className="figure">{formats.number(today.abandoned + today.timedOut)}</td>
      <td className="figure">{today.meanWaitSeconds === null ? '–' : clock(today.meanWaitSeconds)}</td>
      <td className="figure" data-tone={missed ? 'warning' : undefined}>
        {today.serviceLevel === null ? '–' : formats.percent(today.serviceLevel / 100)}
        <span className="figure-goal">
          {t('board.goal', { percent: formats.percent(goal.percent / 100), time: clock(goal.seconds) })}
        </span>
      </td>
    </tr>
  );
}
