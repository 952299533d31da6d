import { lateTexts } from '../i18n/load-catalogue.ts';
import type { en } from '../i18n/messages/call-backs/en.ts';

export type CallBackTexts = typeof en;

/** The texts of the call-backs page. */
export const useCallBackTexts = lateTexts<CallBackTexts>({
  en: async () => (await import('../i18n/messages/call-backs/en.ts')).en,
  nl: async () => (await import('../i18n/messages/call-backs/nl.ts')).nl,
  tr: async () => (await import('../i18n/messages/call-backs/tr.ts')).tr,
  vi: async () => (await import('../i18n/messages/call-backs/vi.ts')).vi,
});
