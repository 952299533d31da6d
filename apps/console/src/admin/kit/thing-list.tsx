import { type LucideIcon, Plus } from 'lucide-react';
import { memo, type ReactNode, useDeferredValue, useState } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { AdminLink } from './admin-link.tsx';
import { useAdmin } from './texts.ts';

export interface Thing {
  readonly id: string;
  readonly name: string;
  /** One line under the name. */
  readonly facts: string;
  readonly tags?: readonly string[];
  /** Found by these words too. */
  readonly words?: string;
  readonly muted?: boolean;
  readonly mark?: ReactNode;
}

interface ThingListProps {
  readonly section: string;
  readonly things: readonly Thing[];
  readonly icon: LucideIcon;
  /** What stands there while there is nothing. */
  readonly empty: { readonly title: string; readonly text: string };
  readonly add: string;
  readonly label: string;
}

/** From so many on, a search is offered. */
const MANY = 8;

/** The things of a section; each leads to its form. */
export function ThingList({ section, things, icon, empty, add, label }: ThingListProps) {
  const { a } = useAdmin();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query).trim().toLocaleLowerCase();
  const shown =
    wanted === ''
      ? things
      : things.filter(({ name, facts, words = '' }) =>
          `${name} ${facts} ${words}`.toLocaleLowerCase().includes(wanted),
        );
  const button = (
    <AdminLink to={`${section}/new`} className="as-button as-button-main dense">
      <Plus size={16} aria-hidden="true" />
      {add}
    </AdminLink>
  );
  if (things.length === 0)
    return (
      <Empty icon={icon} title={empty.title} text={empty.text}>
        {button}
      </Empty>
    );
  return (
    <>
      <div className="list-bar">
        {things.length >= MANY && (
          <input
            type="search"
            className="as-field list-search"
            aria-label={a('list.search')}
            placeholder={a('list.search')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        )}
        {things.length >= MANY && (
          <span className="as-hint" role="status">
            {a('list.count', { count: shown.length })}
          </span>
        )}
        {button}
      </div>
      {shown.length === 0 ? (
        <p className="card-empty">{a('list.none', { query })}</p>
      ) : (
        <ul className="things" aria-label={label}>
          {shown.map((thing) => (
            <Line key={thing.id} section={section} thing={thing} />
          ))}
        </ul>
      )}
    </>
  );
}

const Line = memo(function Line({ section, thing }: { readonly section: string; readonly thing: Thing }) {
  const { id, name, facts, tags = [], muted, mark } = thing;
  return (
    <li className="thing" data-muted={muted || undefined}>
      <AdminLink to={`${section}/${id}`} className="thing-link">
        {mark}
        <span className="thing-text">
          <span className="thing-name" dir="auto">
            {name}
          </span>
          <span className="thing-facts">{facts}</span>
        </span>
        {tags.map((tag) => (
          <span key={tag} className="tag">
            {tag}
          </span>
        ))}
      </AdminLink>
    </li>
  );
});
