import type { AlertDto } from '@contracts/api/alerts';

/** A fact of an alert as text; empty when the rule has no such fact. */
export function factOf({ facts }: AlertDto, name: string): string {
  const value = facts[name];
  return typeof value === 'string' ? value : '';
}

/** The id behind `operation:<id>`, `workOrder:<id>`, `inspection:<id>`, `change:<id>`. */
export function subjectIdOf({ subject }: AlertDto): string {
  return subject.slice(subject.indexOf(':') + 1);
}
