import { securedChecks } from './checks/secured.ts';
import { testsOf } from './world/real.ts';

testsOf(securedChecks);
