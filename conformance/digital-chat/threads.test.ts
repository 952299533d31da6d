import { threadChecks } from './checks/threads.ts';
import { testsOf } from './world/real.ts';

testsOf(threadChecks);
