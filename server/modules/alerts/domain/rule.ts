import type { AlertDto, AlertRule } from '../../../contracts/api/alerts';
import type { Permission } from '../../../contracts/permissions';
import type { Notice } from '../../../platform';

/** Something a rule has found wrong. `facts` are plain values: quantities as decimal text, instants ISO 8601, for words to be made of. */
export type Finding = {
  readonly rule: AlertRule;
  readonly about: string;
  readonly workshopId: string | null;
  readonly workOrderId: string | null;
  readonly facts: Readonly<Record<string, string>>;
};

export type RuleDefinition = {
  /** How loud it is where it is shown, and how soon people are told. */
  readonly lamp: AlertDto['lamp'];
  readonly urgency: Notice['urgency'];
  /** Who holds this permission in the workshop can do something about it, and so is told. */
  readonly ownedBy: Permission;
  /** The facts of a standing alert when the same is found again; the newest ones unless the rule says otherwise. */
  readonly merge?: (standing: Finding['facts'], found: Finding['facts']) => Finding['facts'];
};
