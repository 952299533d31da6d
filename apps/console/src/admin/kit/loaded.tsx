import type { ReactNode } from 'react';
import type { Request } from '../../hooks/use-request.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useAdmin } from './texts.ts';

/** What was asked for, once all of it is here; before, that it comes or why it does not. */
export function Loaded<T extends Readonly<Record<string, Request<unknown>>>>({
  of,
  children,
}: {
  readonly of: T;
  readonly children: (data: { readonly [K in keyof T]: T[K] extends Request<infer D> ? D : never }) => ReactNode;
}) {
  const { a } = useAdmin();
  const all = Object.values(of);
  const failed = all.find(({ code }) => code !== null);
  if (failed)
    return (
      <Failed
        text={a('load.failed')}
        code={failed.code}
        retry={() => {
          for (const request of all) if (request.code !== null) request.again();
        }}
      />
    );
  if (all.some(({ data }) => data === null)) return <Skeleton widths={[80, 60, 70, 50]} />;
  return children(
    Object.fromEntries(Object.entries(of).map(([name, { data }]) => [name, data])) as Parameters<typeof children>[0],
  );
}
