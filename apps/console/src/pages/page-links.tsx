import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { formatRoute } from '../state/route.ts';
import { PAGES, pagesFor } from './pages.ts';

/** The ways to the pages beside the chats that this person may see. Links, so that they can be opened in a tab of their own. */
export function PageLinks() {
  const t = useTexts();
  const { go } = useConsole();
  const role = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.role : 'agent'));
  const now = useConsoleState(({ route }) => (route.at === 'page' ? route.page : null));
  return (
    <nav className="page-links" aria-label={t('pages.label')}>
      <ul>
        {pagesFor(role).map((page) => {
          const Icon = PAGES[page].icon;
          return (
            <li key={page}>
              <a
                className="page-link"
                href={formatRoute({ at: 'page', page, part: null })}
                aria-current={page === now ? 'page' : undefined}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
                  event.preventDefault();
                  go.openPage(page);
                }}
              >
                <Icon size={16} aria-hidden="true" />
                {t(`pages.${page}`)}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
