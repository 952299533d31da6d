/** Whether a push service could not write there; nothing at all is the server's own address. */
export const contactFault = (contact: string): boolean =>
  contact.trim() !== '' && !/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(contact.trim());
