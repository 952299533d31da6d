import { type Entry, LIMITS } from '@alongside/protocol';
import type { Actor } from '../../kernel/actor.ts';
import type { Platform } from '../../kernel/platform.ts';
import { listEntries } from './list-entries.ts';

/** The whole conversation as plain text, one line an entry, times in UTC. Marks and what this reader may not see are left out. */
export async function readTranscript(platform: Platform, actor: Actor, conversationId: string): Promise<string> {
  const lines: string[] = [];
  for (let after = 0; ; ) {
    const page = await listEntries(platform, actor, { conversationId, after, limit: LIMITS.pageEntries });
    for (const entry of page.entries) {
      const line = lineOf(entry);
      if (line !== null) lines.push(line);
    }
    after = page.entries.at(-1)?.seq ?? after;
    if (!page.hasMore || page.entries.length === 0) return `${lines.join('\n')}\n`;
  }
}

function lineOf({ at, from, body }: Entry): string | null {
  const time = at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
  const said = (text: string) => `[${time}] ${from.name}: ${text.replaceAll('\n', '\n    ')}`;
  const happened = (text: string) => `[${time}] * ${text}`;
  switch (body.kind) {
    case 'text':
      return said(body.text);
    case 'rich':
      return said(body.fallbackText);
    case 'file': {
      const files = [body.file, ...(body.more ?? [])].map(({ name, bytes }) => `[file: ${name}, ${bytes} bytes]`);
      return said(`${files.join(' ')}${body.caption ? ` ${body.caption}` : ''}`);
    }
    case 'note':
      return said(`(note) ${body.text}`);
    case 'wrap_up':
      return said(`(wrap-up) ${body.text}`);
    case 'contact.requested':
      return happened(`${from.name} asked for help`);
    case 'contact.started':
      return happened(`${body.agent.name} joined after ${body.waitedSeconds} s`);
    case 'contact.requeued':
      return happened('waiting for another agent');
    case 'queue.overflowed':
      return happened(`went on from ${body.fromQueueName} to ${body.queueName} after ${body.waitedSeconds} s`);
    case 'contact.handed_over':
      return happened(`${body.to.name} goes on in place of ${body.from.name}`);
    case 'agent.joined':
      return happened(`${body.agent.name} joined`);
    case 'agent.left':
      return happened(`${body.agent.name} left`);
    case 'participant.joined':
      return happened(`${body.participant.name || 'a further customer'} joined`);
    case 'participant.left':
      return happened(`${body.participant.name || 'a further customer'} left`);
    case 'call_back.requested':
      return happened(`asked to be called back at ${body.phone}${body.note ? `: ${body.note}` : ''}`);
    case 'survey.answered':
      return happened(`scored ${body.score} of 5${body.comment ? `: ${body.comment}` : ''}`);
    case 'fields.changed':
      return happened(body.fields.map(({ ident, value }) => `${ident}: ${value}`).join(', '));
    case 'thread.renamed':
      return happened(`renamed to ${body.name}`);
    case 'thread.archived':
      return happened('archived');
    case 'cobrowse.offered':
      return happened(`${body.agent.name} offered to look at the page together`);
    case 'cobrowse.started':
      return happened('co-browse started');
    case 'cobrowse.joined':
      return happened(`${body.agent.name} joined co-browse`);
    case 'cobrowse.consent':
      return happened(`co-browse: consent to ${body.what} ${body.answer}`);
    case 'cobrowse.ended':
      return happened(`co-browse ended (${body.reason.replaceAll('_', ' ')}) after ${body.seconds} s`);
    case 'contact.ended':
      return happened(`ended (${body.reason.replaceAll('_', ' ')})${body.message ? `: ${body.message}` : ''}`);
    case 'call.started':
      return happened(`${body.call} call with ${body.agent.name}`);
    case 'call.changed':
      return happened(`now a ${body.call} call`);
    case 'call.recording':
      return happened(`recording ${body.what}`);
    case 'call.ended':
      return happened(
        `${body.call} call ended (${body.reason.replaceAll('_', ' ')})${body.talkSeconds > 0 ? ` after ${body.talkSeconds} s` : ''}`,
      );
    case 'read':
    case 'withheld':
      return null;
  }
}
