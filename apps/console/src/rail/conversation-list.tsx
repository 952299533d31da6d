import { ListBox } from 'react-aria-components/ListBox';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useTexts } from '../i18n/use-language.ts';
import { focusPlace } from '../keyboard/focus.ts';
import { selectedConversation } from '../state/route.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { ConversationRow } from './conversation-row.tsx';

/** My chats, in the order in which they began: their places, and so Alt+1 … Alt+9, hold still. */
export function ConversationList() {
  const t = useTexts();
  const { client, rows: source, go } = useConsole();
  const desk = useObservable(client.desk);
  const rows = useObservable(source);
  const selected = useConsoleState(({ route }) => selectedConversation(route));
  const available = desk?.presence.state === 'available';
  return (
    <section className="rail-section" aria-labelledby="my-chats">
      <h2 className="rail-title" id="my-chats">
        {t('list.title')}
      </h2>
      {desk === null && <Skeleton widths={[80, 60, 72]} />}
      {desk !== null && rows.length === 0 && (
        <p className="rail-empty">{t(available ? 'list.empty.available' : 'list.empty.away')}</p>
      )}
      {rows.length > 0 && (
        <ListBox
          className="rows"
          aria-labelledby="my-chats"
          items={rows.map((row, index) => ({ id: row.conversationId, row, place: index + 1 }))}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={selected ? [selected] : []}
          onAction={(key) => go.openChat(String(key))}
          onSelectionChange={(keys) => {
            const [key] = keys === 'all' ? [] : [...keys];
            if (key === undefined) return;
            go.openChat(String(key));
            if (matchMedia('(pointer: fine)').matches) focusPlace('composer');
          }}
        >
          {({ row, place }) => <ConversationRow row={row} place={place} />}
        </ListBox>
      )}
    </section>
  );
}
