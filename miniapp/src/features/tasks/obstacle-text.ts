import { taskText } from './texts';

const SHORT = {
  first_article_due: 'blocked_first_article_due',
  first_article_open: 'blocked_first_article_open',
  first_article_failed: 'blocked_first_article_failed',
  final_release_open: 'blocked_final_release_open',
  final_release_failed: 'blocked_final_release_failed',
  nothing_ready: 'blocked_nothing_ready',
  working_elsewhere: 'blocked_working_elsewhere',
  dispatched_to_other: 'blocked_assigned_elsewhere',
  over_production: 'blocked_over_production',
  order_not_open: 'blocked_order_not_open',
  order_closed: 'blocked_order_closed',
} as const;

/** Why a task waits, in the few words that fit on its lamp. */
export function obstacleText(code: string): string {
  return taskText(isKnown(code) ? SHORT[code] : 'blocked_somehow');
}

function isKnown(code: string): code is keyof typeof SHORT {
  return code in SHORT;
}
