export { createInProcessBus } from './in-process-bus.ts';
export { createNoticeBus, type NoticeBusOptions } from './notice-bus.ts';
