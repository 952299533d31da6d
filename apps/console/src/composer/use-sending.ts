import type { RichContent } from '@alongside/protocol';
import type { AgentConversation, Sending } from '@alongside/sdk/agent';
import { keepPreview } from '../chat/previews.ts';
import { useConsole } from '../hooks/use-console.ts';
import type { StagedFile } from './files.ts';

/** Hands what was written to the client, and keeps the words until the server has them. */
export function useSending(view: AgentConversation, conversationId: string) {
  const { unsent, notices } = useConsole();

  const track = ({ clientId }: Sending, kind: 'text' | 'note', text: string) =>
    unsent.add({ conversationId, clientId, kind, text });

  const sendFile = ({ file }: StagedFile, caption: string) => {
    const sending = view.sendFile(
      { name: file.name, mediaType: file.type || 'application/octet-stream', data: file },
      caption === '' ? {} : { caption },
    );
    keepPreview(sending.clientId, file);
  };

  /** True when it is on its way. */
  const guarded = (task: () => void): boolean => {
    try {
      task();
      return true;
    } catch (error) {
      notices.failure(error);
      return false;
    }
  };

  return {
    reply: (text: string, files: readonly StagedFile[]) =>
      guarded(() => {
        const [only] = files;
        // One picture with a sentence is one message; several are sent after theirs.
        if (only && files.length === 1) return sendFile(only, text);
        if (text !== '') track(view.sendText(text), 'text', text);
        for (const file of files) sendFile(file, '');
      }),
    rich: (content: RichContent, fallback: string) => guarded(() => void view.sendRich(content, fallback)),
    note: (text: string) => guarded(() => track(view.sendNote(text), 'note', text)),
  };
}
