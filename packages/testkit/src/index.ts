export { createFakeMediaEngine, type FakeMediaEngine } from './calls/fake-media-engine.ts';
export { createFakeTelephonyEngine, type FakeTelephonyEngine } from './calls/fake-telephony-engine.ts';
export * from './postgres/index.ts';
export { checkHistory } from './history/check.ts';
export type { ContactAtEnd, History, Operation, StoredRow, Transcript, Violation } from './history/history.ts';
export { type CuttingProxy, startCuttingProxy } from './network/cutting-proxy.ts';
export type { RemoteCaller, RemoteTelephone, TelephoneNetwork } from './calls/telephone-network.ts';
