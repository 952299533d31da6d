import { LONGEST_MESSAGE } from '../message/parse-message.ts';

const LINE_END = Buffer.from('\r\n');

/** Cuts a stream into messages by their Content-Length; of the blank lines between them (keep-alives) it counts the pairs. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  /** null: this is no SIP, or a message that is too long; the connection is to be closed. */
  push(chunk: Buffer): { readonly messages: Buffer[]; readonly pings: number } | null {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: Buffer[] = [];
    let blanks = 0;
    for (;;) {
      while (this.#rest.subarray(0, 2).equals(LINE_END)) {
        this.#rest = this.#rest.subarray(2);
        blanks += 1;
      }
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end < 0) break;
      const length = contentLength(this.#rest.toString('latin1', 0, end));
      if (length === null || end + 4 + length > LONGEST_MESSAGE) return null;
      if (this.#rest.length < end + 4 + length) break;
      messages.push(this.#rest.subarray(0, end + 4 + length));
      this.#rest = this.#rest.subarray(end + 4 + length);
    }
    return this.#rest.length > LONGEST_MESSAGE ? null : { messages, pings: blanks >> 1 };
  }
}

/** Over a stream it must be there (RFC 3261, 18.3). */
function contentLength(head: string): number | null {
  const found = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*(?:\r\n|$)/i.exec(head);
  return found ? Number(found[1]) : null;
}
