import { create, isHelpError } from './alongside.ts';

export type { ChatState, Help, HelpError, HelpEvents, HelpOptions, StartParams, Theme } from './alongside.ts';
export { create, isHelpError };

/** `import { Alongside } from '…/widget/loader.mjs'`, the same object that the script puts on the page. */
export const Alongside = { create, isHelpError } as const;
