import { useConsole, useConsoleState, useRow } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { selectedConversation } from '../state/route.ts';
import { Chat } from './chat.tsx';
import { EarlierChat } from './earlier-chat.tsx';
import { MissingChat } from './missing-chat.tsx';
import { Overview } from './overview.tsx';
import { WatchedChat } from './watched-chat.tsx';

/** The middle of the desk: a chat of mine, an earlier one to read, or what to do when none is open. */
export function ChatPane() {
  const { client } = useConsole();
  const route = useConsoleState((state) => state.route);
  const row = useRow(selectedConversation(route));
  const desk = useObservable(client.desk);
  if (route.at === 'earlier') {
    return <EarlierChat key={route.contactId} contactId={route.contactId} conversationId={route.conversationId} />;
  }
  if (route.at === 'watch')
    return <WatchedChat key={route.contactId} contactId={route.contactId} conversationId={route.conversationId} />;
  if (route.at !== 'chat') return <Overview />;
  if (row) return <Chat key={row.conversationId} row={row} />;
  return <MissingChat key={route.conversationId} loading={desk === null} />;
}
