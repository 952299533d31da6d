import type { Visitor, VisitorEvent } from '@alongside/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asError } from '../errors/as-error.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useMoved } from './use-moved.ts';

export interface Trail {
  readonly visitor: Visitor;
  readonly events: readonly VisitorEvent[];
  readonly nextCursor: string | null;
}

export interface TrailView {
  /** undefined until the first answer is here; null: nothing is known. */
  readonly trail: Trail | null | undefined;
  readonly code: string | null;
  readonly again: () => void;
  /** The next older part. */
  readonly more: () => void;
}

/** Of one visitor, or of whoever writes in this conversation. */
export type TrailOf = { readonly visitorId: string } | { readonly conversationId: string };

/** A trail, fresh while it is looked at; older parts that were asked for stay. */
export function useTrail(of: TrailOf, limit: number): TrailView {
  const { client } = useConsole();
  const [trail, setTrail] = useState<Trail | null>();
  const [code, setCode] = useState<string | null>(null);
  const turn = useRef(0);
  const id = 'visitorId' in of ? of.visitorId : of.conversationId;
  const ofVisitor = 'visitorId' in of;

  const again = useCallback(() => {
    turn.current += 1;
    const mine = turn.current;
    const asked: Promise<Trail | null> = ofVisitor
      ? client.call('getVisitor', { params: { visitorId: id }, query: { limit } })
      : client
          .call('getConversationTrail', { params: { conversationId: id }, query: { limit } })
          .then((answer) => answer.trail);
    asked.then(
      (fresh) => {
        if (mine !== turn.current) return;
        setCode(null);
        setTrail((now) => join(now, fresh));
      },
      (error) => {
        if (mine !== turn.current) return;
        const failure = asError(error).code;
        if (failure === 'not_found') setTrail(null);
        setCode(failure);
      },
    );
  }, [client, id, ofVisitor, limit]);

  useEffect(() => {
    setTrail(undefined);
    setCode(null);
    again();
    return () => {
      turn.current += 1;
    };
  }, [again]);
  useMoved(trail?.visitor.id ?? (ofVisitor ? id : null), again);

  const more = () => {
    if (!trail?.nextCursor) return;
    const { visitor, nextCursor } = trail;
    client.call('getVisitor', { params: { visitorId: visitor.id }, query: { limit: 100, cursor: nextCursor } }).then(
      (older) =>
        setTrail((now) =>
          now && now.nextCursor === nextCursor
            ? { ...now, events: [...now.events, ...older.events], nextCursor: older.nextCursor }
            : now,
        ),
      (error) => setCode(asError(error).code),
    );
  };
  return { trail, code, again, more };
}

/** What is new before what is there; if they do not meet, the new part alone. */
export function join(now: Trail | null | undefined, fresh: Trail | null): Trail | null {
  if (!now || !fresh || now.visitor.id !== fresh.visitor.id) return fresh;
  const last = fresh.events.at(-1);
  const at = now.events.findIndex(({ id }) => id === last?.id);
  if (at < 0) return fresh;
  return { ...fresh, events: [...fresh.events, ...now.events.slice(at + 1)], nextCursor: now.nextCursor };
}
