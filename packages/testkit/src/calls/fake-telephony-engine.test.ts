import { runTelephonyEngineContract } from '../contracts/telephony-engine-contract.ts';
import { openFakeNetwork } from './fake-network.ts';
import { createFakeTelephonyEngine } from './fake-telephony-engine.ts';

runTelephonyEngineContract('fake', () => openFakeNetwork(createFakeTelephonyEngine()));
