export { runBlobsContract } from './blobs-contract.ts';
export { runBusContract } from './bus-contract.ts';
