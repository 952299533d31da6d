import { runMediaEngineContract } from '../contracts/media-engine-contract.ts';
import { createFakeMediaEngine } from './fake-media-engine.ts';

runMediaEngineContract('fake', () => createFakeMediaEngine());
