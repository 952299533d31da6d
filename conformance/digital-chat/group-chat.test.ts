import { groupChatChecks } from './checks/group-chat.ts';
import { testsOf } from './world/real.ts';

testsOf(groupChatChecks);
