import type { Contact, ContactPage } from '@alongside/protocol';
import { useCallback, useEffect, useState } from 'react';
import { asError } from '../errors/as-error.ts';
import { useConsole } from '../hooks/use-console.ts';

const PAGE = 10;

export interface History {
  readonly contacts: readonly Contact[] | null;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly code: string | null;
  readonly more: () => void;
}

/** Ended contacts of a customer, newest first, a page at a time. */
export function useHistory(customerId: string): History {
  const { client } = useConsole();
  const [pages, setPages] = useState<readonly ContactPage[]>([]);
  const [loading, setLoading] = useState(false);
  const [code, setCode] = useState<string | null>(null);
  const cursor = pages.at(-1)?.nextCursor ?? null;

  const load = useCallback(
    (from: string | null, before: readonly ContactPage[]) => {
      setLoading(true);
      setCode(null);
      const query = { limit: PAGE, ...(from ? { cursor: from } : {}) };
      return client.call('listCustomerContacts', { params: { id: customerId }, query }).then(
        (page) => {
          setPages([...before, page]);
          setLoading(false);
        },
        (error) => {
          setCode(asError(error).code);
          setLoading(false);
        },
      );
    },
    [client, customerId],
  );

  useEffect(() => void load(null, []), [load]);

  return {
    contacts: pages.length === 0 ? null : pages.flatMap((page) => page.contacts),
    hasMore: cursor !== null,
    loading,
    code,
    more: () => void load(cursor, pages),
  };
}
