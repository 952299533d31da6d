import { AdminLink } from './kit/admin-link.tsx';
import { useAdmin } from './kit/texts.ts';
import { GROUPS, SECTIONS, type SectionName } from './sections.ts';

/** The sections of administration: beside the page where there is room, a page of its own where there is not. */
export function SectionNav({ now, leads = false }: { readonly now: SectionName | null; readonly leads?: boolean }) {
  const { a } = useAdmin();
  return (
    <nav className="sections" aria-label={a('sections.label')} data-leads={leads || undefined}>
      {GROUPS.map(({ name, sections }) => (
        <section key={name} aria-label={a(name)}>
          <h2 className="sections-title">{a(name)}</h2>
          <ul>
            {sections.map((section) => {
              const { icon: Icon, name: title, lead } = SECTIONS[section];
              return (
                <li key={section}>
                  <AdminLink to={section} className="page-link" current={section === now}>
                    <Icon size={16} aria-hidden="true" />
                    <span>
                      {a(title)}
                      {leads && <span className="sections-lead">{a(lead)}</span>}
                    </span>
                  </AdminLink>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </nav>
  );
}
