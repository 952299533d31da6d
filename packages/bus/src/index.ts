export { createInProcessBus } from './in-process-bus.ts';
