import { runTelephonyEngineContract } from '../contracts/telephony-engine-contract.ts';
import { MemoryTelephony } from './memory-telephony.ts';

runTelephonyEngineContract('in-memory', async () => new MemoryTelephony());
