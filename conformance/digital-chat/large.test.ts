import { largeChecks } from './checks/large.ts';
import { testsOf } from './world/real.ts';

testsOf(largeChecks);
