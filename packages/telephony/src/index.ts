export type { BanRule } from './auth/bans.ts';
export type { EngineClock, Timing } from './clock.ts';
export { createTelephonyEngine, type TelephonyOptions } from './create-telephony-engine.ts';
export { decideDial, readNumber } from './dial/dial-policy.ts';
export { inspectTrunk, type TrunkFinding, type TrunkToInspect } from './doctor/inspect-trunk.ts';
export { readTrunkAddress } from './doctor/read-trunk-address.ts';
export { type Resolver, systemResolver } from './transport/resolve.ts';
export type { Listen } from './transport/transports.ts';
