/** Where a person who may sign in reads a conversation; the link itself opens nothing. null: it is not known where our console is. */
export function conversationLink(
  origin: string | null,
  { contactId, conversationId }: { contactId: string; conversationId: string },
): string | null {
  return origin === null ? null : `${origin}/console/#/earlier/${contactId}?conversation=${conversationId}`;
}
