import { create } from './alongside.ts';

export type { ChatState, Help, HelpError, HelpEvents, HelpOptions, StartParams, Theme } from './alongside.ts';
export { create };

/** `import { Alongside } from '…/widget/loader.mjs'`, the same object that the script puts on the page. */
export const Alongside = { create } as const;
