import { setQueue } from './set-queue.ts';
import type { Demo } from './system.ts';

/** Lets a queue ask customers how it went. */
export const askSurveys = async (demo: Demo, queueName: string): Promise<void> =>
  void (await setQueue(demo, queueName, { survey: true }));
