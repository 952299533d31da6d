import { connect } from 'node:net';
import { loopbackSource } from './light-socket.ts';

export interface XmppClient {
  send(stanza: string): void;
  destroy(): void;
}

const header =
  "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/** Each step: what must have come, and what is said then. */
const steps = (user: string, password: string): readonly { wait: string; say: string }[] => [
  {
    wait: '</stream:features>',
    say: `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${Buffer.from(`\0${user}\0${password}`).toString('base64')}</auth>`,
  },
  { wait: '<success', say: header },
  {
    wait: '</stream:features>',
    say: "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind></iq>",
  },
  { wait: '</iq>', say: '<presence/>' },
  // The answer to a question asked after the presence: by then the server takes us for available.
  { wait: '', say: "<iq type='get' id='ready' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>" },
  { wait: "id='ready'", say: '' },
];

/** A client of an XMPP server over plain TCP on loopback; `message` gets each message stanza as text. */
export function connectXmpp(
  port: number,
  user: string,
  password: string,
  message: (stanza: string) => void,
  lost: (reason: string) => void,
): Promise<XmppClient> {
  return new Promise((resolve, reject) => {
    const localAddress = process.platform === 'linux' ? loopbackSource() : undefined;
    const socket = connect({ host: '127.0.0.1', port, ...(localAddress && { localAddress }) });
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    const script = steps(user, password);
    let step = 0;
    let text = '';
    let ended = false;
    const proceed = () => {
      while (step < script.length) {
        const { wait, say } = script[step] ?? { wait: '', say: '' };
        if (!text.replaceAll('"', "'").includes(wait)) return;
        if (text.includes('<failure')) return void reject(new Error(`${user} may not sign in: ${text}`));
        if (wait !== '') text = '';
        step += 1;
        if (say !== '') socket.write(say);
      }
      resolve({
        send: (stanza) => void socket.write(stanza),
        destroy() {
          ended = true;
          socket.destroy();
        },
      });
    };
    socket.once('connect', () => socket.write(header));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (step < script.length) return proceed();
      for (;;) {
        const end = text.indexOf('</message>');
        if (end < 0) break;
        message(text.slice(0, end));
        text = text.slice(end + 10);
      }
    });
    socket.once('error', reject);
    socket.once('close', () => {
      if (step < script.length) reject(new Error(`The server closed the connection of ${user}: ${text}`));
      else if (!ended) lost(`The server closed the connection of ${user}.`);
    });
  });
}
