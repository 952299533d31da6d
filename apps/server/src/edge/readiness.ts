import { type Platform, Refused } from '@alongside/domain';

/** An answer that takes longer is none: whoever asks decides within two seconds where to send people. */
const PATIENCE_MILLISECONDS = 1_500;

/** Whether the store answers now. Any number of questions at once are one question to the store. */
export function createReadiness(
  store: Pick<Platform['store'], 'ping'>,
  patience = PATIENCE_MILLISECONDS,
): () => Promise<void> {
  let asking: Promise<void> | undefined;
  return async () => {
    asking ??= store.ping().finally(() => {
      asking = undefined;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('late')), patience);
    });
    try {
      await Promise.race([asking, late]);
    } catch {
      throw new Refused('store_unavailable', { message: 'The database does not answer.' });
    } finally {
      clearTimeout(timer);
    }
  };
}
