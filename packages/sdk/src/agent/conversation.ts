import type { RichContent } from '@alongside/protocol';
import { createConversation } from '../conversation/conversation.ts';
import type { Sending } from '../conversation/outbox.ts';
import { openRoom, type Room, type RoomOptions } from '../conversation/room.ts';
import type { Conversation } from '../conversation/view.ts';

/** A conversation as an agent sees it: everything of `Conversation`, and what is for colleagues only. */
export interface AgentConversation extends Conversation {
  /** Colleagues only; the customer never sees it [LOG5]. */
  sendNote(text: string): Sending;
  /** `fallbackText` stands for it wherever it cannot be shown: previews, transcripts, older apps. */
  sendRich(content: RichContent, fallbackText: string): Sending;
  /** Ends the subscription and forgets the view, once what is queued has been sent. */
  leave(): void;
}

export interface OpenConversation {
  readonly room: Room;
  readonly face: AgentConversation;
  /** Somebody looks again before the leaving was done. */
  stay(): AgentConversation;
}

interface OpenOptions
  extends Pick<RoomOptions, 'id' | 'me' | 'mayMark' | 'http' | 'connection' | 'subscriptions' | 'ports' | 'timers'> {
  readonly left: () => void;
}

export function openConversation({ left, ...options }: OpenOptions): OpenConversation {
  const view = createConversation(options.http, options.ports.logger);
  let leaving = false;
  let gone = false;

  const leaveWhenSent = () => {
    if (!leaving || gone || !room.outbox.isEmpty()) return;
    gone = true;
    room.close();
    left();
  };
  const face: AgentConversation = {
    ...view,
    sendNote: (text) => view.write({ kind: 'note', text }),
    sendRich: (content, fallbackText) => view.write({ kind: 'rich', content, fallbackText }),
    leave() {
      leaving = true;
      leaveWhenSent();
    },
  };
  let opened = false;
  const room = openRoom({
    ...options,
    side: 'agent',
    fresh: false,
    storagePrefix: '',
    draw(drawn, status) {
      view.draw(drawn, status);
      if (opened) leaveWhenSent();
    },
  });
  opened = true;
  view.enter(room);
  return {
    room,
    face,
    stay() {
      leaving = false;
      return face;
    },
  };
}
