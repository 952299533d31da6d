import { Refused } from '@alongside/domain';
import { decoderOf } from '../decoder.ts';
import { dialectOf } from '../dialect.ts';
import type { DigitalChatPorts } from '../ports.ts';
import type { Agents } from '../reading/agents.ts';
import { showMessages } from '../reading/show-messages.ts';
import { placeOfMessage } from '../rendering/ids.ts';
import type { MessageTokens } from '../socket/message-tokens.ts';
import { bearerOf, type ChatHandler, json } from './exchange.ts';
import { brandIn } from './guarded.ts';

/** One message in full, for whoever holds a token of its thread. */
export const readMessage =
  (ports: DigitalChatPorts, agents: Agents, tokens: MessageTokens): ChatHandler =>
  async (request) => {
    const { params, headers } = request;
    const granted = tokens.open(bearerOf(request) ?? '');
    if (granted === null || granted.actor.brandId !== brandIn(params.brandId))
      throw new Refused('not_authenticated', { message: 'The authorization token is not valid (any more).' });
    const place = placeOfMessage(params.messageId ?? '');
    if (place === null || place.conversationId !== granted.conversationId) throw new Refused('not_found');
    const { actor, person } = granted;
    const thread = await ports.threadById(actor, place.conversationId);
    const [entry] = await ports.history(actor, place.conversationId, place.seq + 1, 1);
    if (thread === null || entry?.seq !== place.seq) throw new Refused('not_found');
    const { tenantId } = actor;
    const show = await showMessages(ports, agents, [entry], { tenantId, thread, person, entries: [entry] });
    const said = (name: string) => (typeof headers[name] === 'string' ? headers[name] : null);
    const [message] = show(decoderOf(dialectOf(said('x-sdk-platform')), said('x-sdk-version')));
    if (!message) throw new Refused('not_found');
    return json(200, message);
  };
