import { SearchX } from 'lucide-react';
import { Empty } from '../../ui/empty.tsx';
import { AdminLink } from './admin-link.tsx';
import { useAdmin } from './texts.ts';

/** An address of something that is not there, or no more. */
export function Missing({ section }: { readonly section: string }) {
  const { a } = useAdmin();
  return (
    <Empty icon={SearchX} title={a('missing.title')} text={a('missing.text')}>
      <AdminLink to={section} className="as-button dense">
        {a('missing.back')}
      </AdminLink>
    </Empty>
  );
}
