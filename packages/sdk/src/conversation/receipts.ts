import type { Connection } from '../connection/connection.ts';

interface ReceiptsOptions extends Pick<Connection, 'signal' | 'request'> {
  readonly conversationId: string;
  readonly mayMark: () => boolean;
}

/** Tells the server how far this device has received and this person has read; told again after a reconnect, as a signal may have been lost. */
export function createReceipts({ conversationId, mayMark, signal, request }: ReceiptsOptions) {
  let received = 0;
  let receivedTold = 0;
  let read = 0;
  let readStored = 0;

  const tellDelivered = () => {
    if (received <= receivedTold || !mayMark()) return;
    receivedTold = received;
    signal({ t: 'delivered', conversationId, upTo: received });
  };
  const tellRead = () => {
    const upTo = read;
    if (upTo <= readStored || !mayMark()) return;
    request({ t: 'read', conversationId, upTo }).then(
      () => {
        readStored = Math.max(readStored, upTo);
      },
      // Tried again at the next reconnect or the next mark; a lost mark costs no message.
      () => {},
    );
  };
  return {
    received(upTo: number) {
      if (upTo <= received) return;
      received = upTo;
      tellDelivered();
    },
    read(upTo: number) {
      if (upTo <= read) return;
      read = upTo;
      tellRead();
    },
    /** A signal of before may have been lost with the connection. */
    reconnected() {
      receivedTold = 0;
      tellDelivered();
      tellRead();
    },
    /** Perhaps they are mine to tell since now. */
    retold() {
      tellDelivered();
      tellRead();
    },
  };
}
