import { type Alongside, createAlongside } from '@alongside/sdk';
import { WebSocket } from 'ws';
import { mintHash } from './calls.ts';
import { type Client, Log, type Said } from './client.ts';
import type { Demo } from './server-process.ts';

/** A customer with the real SDK, over any address of the server. */
export class SdkCustomer implements Client {
  readonly name: string;
  readonly logs = new Map<string, Log>();
  readonly alongside: Alongside;
  readonly #log: Log;
  onChange: () => void = () => {};

  private constructor(name: string, alongside: Alongside, conversationId: string) {
    this.name = name;
    this.alongside = alongside;
    this.#log = new Log(name, 'customer', conversationId, true);
    this.logs.set(conversationId, this.#log);
    const shown = () => {
      const messages = alongside.conversation.messages.get().filter(({ seq }) => seq !== null);
      // Replaced whole: the list is what the application draws, doubled ones with it.
      this.#log.delivered.splice(
        0,
        Number.POSITIVE_INFINITY,
        ...messages.map(({ seq, clientId, text }) => ({ seq: seq ?? 0, clientId, text })),
      );
      this.#log.cursor = messages.at(-1)?.seq ?? 0;
      this.onChange();
    };
    alongside.conversation.messages.subscribe(shown);
    shown();
  }

  static async start(options: { url: string; demo: Demo; customerId: string }): Promise<SdkCustomer> {
    const { url, demo, customerId } = options;
    const alongside = createAlongside({ url, tenant: demo.tenant.domain, webSocket: WebSocket });
    const transactionHash = await mintHash(demo.url, demo, customerId, await alongside.getDeviceHash());
    await alongside.startAnonymousOnlineHelp({
      customerId,
      customerName: `Customer ${customerId}`,
      helpType: 'CHAT',
      transactionHash,
      isLoggedIn: true,
      isBackground: true,
    });
    const { conversationId } = alongside.help.get();
    if (conversationId === null) throw new Error('The SDK has no conversation after its start.');
    return new SdkCustomer(`sdk ${customerId}`, alongside, conversationId);
  }

  get conversationId(): string {
    return this.#log.conversationId;
  }

  say(_conversationId: string, text: string): Said {
    const { clientId, accepted } = this.alongside.conversation.sendText(text);
    const said = this.#log.say(text, clientId);
    accepted.then(
      ({ seq }) => this.#log.answered(said, { seq }),
      (error) => this.#log.answered(said, { code: String(error.code) }),
    );
    return said;
  }

  close(): void {
    this.alongside.close();
  }
}
