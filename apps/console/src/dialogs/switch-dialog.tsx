import { Search } from 'lucide-react';
import { useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Collection } from 'react-aria-components/Collection';
import { Header } from 'react-aria-components/Header';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { TextField } from 'react-aria-components/TextField';
import { useConsole } from '../hooks/use-console.ts';
import { useSecondsSince } from '../hooks/use-now.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useRequest } from '../hooks/use-request.ts';
import type { PlainKey } from '../i18n/texts.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { focusPlace } from '../keyboard/focus.ts';
import { Modal } from '../ui/modal.tsx';
import { ScrollFrame } from '../ui/scroll-frame.tsx';
import { type SwitchEntry, switchEntries } from './switch-entries.ts';

const GROUPS = [
  ['mine', 'switch.mine'],
  ['waiting', 'switch.waiting'],
  ['recent', 'switch.recent'],
] as const satisfies readonly (readonly [SwitchEntry['kind'], PlainKey])[];

/** Finds a chat of mine, somebody who waits, or a chat that ended lately, by a few letters. */
export function SwitchDialog() {
  const { t } = useLanguage();
  const { client, rows: source, go, commands } = useConsole();
  const [query, setQuery] = useState('');
  const rows = useObservable(source);
  const queues = useObservable(client.queues) ?? [];
  const { data } = useRequest('recent', () => client.call('listContacts', { query: { limit: 20 } }));
  const entries = switchEntries(rows, queues, data?.contacts ?? [], query);

  const choose = (key: string) => {
    const entry = entries.find((other) => other.key === key);
    if (!entry) return;
    go.closeDialog();
    if (entry.kind === 'mine') {
      go.openChat(entry.row.conversationId);
      setTimeout(() => focusPlace('composer'), 50);
    } else if (entry.kind === 'waiting') void commands.pick(entry.contact);
    else go.openEarlier(entry.contact);
  };

  return (
    <Modal title={t('switch.title')} size="medium">
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <TextField className="search" aria-label={t('switch.search')} autoFocus>
          <Search size={16} aria-hidden="true" />
          <Input className="as-field" placeholder={t('switch.search')} />
        </TextField>
        <ScrollFrame label={t('switch.title')}>
          <ListBox
            className="choice-list"
            aria-label={t('switch.title')}
            onAction={(key) => choose(String(key))}
            renderEmptyState={() => <p className="card-empty">{t('switch.none', { query })}</p>}
          >
            {GROUPS.map(([kind, title]) => {
              const items = entries.filter((entry) => entry.kind === kind);
              return (
                items.length > 0 && (
                  <ListBoxSection key={kind} id={kind}>
                    <Header className="choice-title">{t(title)}</Header>
                    <Collection items={items.map((entry) => ({ id: entry.key, entry }))}>
                      {({ entry }) => <EntryLine entry={entry} />}
                    </Collection>
                  </ListBoxSection>
                )
              );
            })}
          </ListBox>
        </ScrollFrame>
      </Autocomplete>
    </Modal>
  );
}

function EntryLine({ entry }: { readonly entry: SwitchEntry }) {
  return (
    <ListBoxItem id={entry.key} textValue={`${entry.name} ${entry.number}`} className="choice">
      <span className="choice-name clip" dir="auto">
        {entry.name}
      </span>
      <span className="choice-fact">
        {entry.number && <bdi dir="ltr">{entry.number}</bdi>} <EntryFact entry={entry} />
      </span>
    </ListBoxItem>
  );
}

function EntryFact({ entry }: { readonly entry: SwitchEntry }) {
  const { t, formats, clock } = useLanguage();
  const waited = useSecondsSince(entry.kind === 'waiting' ? entry.contact.requestedAt : null);
  if (entry.kind === 'waiting') return t('switch.pick', { time: clock(waited) });
  if (entry.kind === 'recent') return formats.dateTime(entry.contact.endedAt ?? entry.contact.requestedAt);
  return entry.row.state === 'wrap-up' ? t('list.wrapup') : null;
}
