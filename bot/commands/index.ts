import type { ChatCommand } from '../define-chat-command';
import { alerts } from './alerts';
import { approvals } from './approvals';
import { helpWith } from './help';
import { messages } from './messages';
import { myTasks } from './my-tasks';
import { nudge } from './nudge';
import { progress } from './progress';
import { today } from './today';

const ALL: readonly ChatCommand[] = [progress, nudge, myTasks, today, alerts, approvals, messages];

/** Everything that can be typed. */
export const chatCommands: readonly ChatCommand[] = [...ALL, helpWith(ALL)];
