import { liveChecks } from './checks/live.ts';
import { testsOf } from './world/real.ts';

testsOf(liveChecks);
