export { runBlobsContract } from './blobs-contract.ts';
export { runBusContract } from './bus-contract.ts';
export { runMediaEngineContract } from './media-engine-contract.ts';
export { runTelephonyEngineContract } from './telephony-engine-contract.ts';
