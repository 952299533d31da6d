/** What every tagged page needs before it knows whether the recorder is needed at all: a kilobyte, the recorder is loaded after it. */
export { forgetSession, type StoredSession, storedSession } from './session-store.ts';
export { askTabs } from './tabs.ts';
