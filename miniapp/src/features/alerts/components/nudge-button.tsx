import type { PersonRef } from '@contracts/api/primitives';
import { Button } from '@/shared/ui/button';
import { useUiText } from '@/shared/ui/texts';
import type { AlertSteps } from '../hooks/use-alert-steps';
import { useAlertText } from '../texts';

const NAMES_SHOWN = 2;

type NudgeButtonProps = {
  readonly operation: { readonly id: string; readonly name: string };
  readonly people: readonly PersonRef[];
  readonly steps: AlertSteps;
};

/** Asks those whose move it is; says whom where that is known. */
export function NudgeButton({ operation, people, steps }: NudgeButtonProps) {
  const t = useAlertText();
  const ui = useUiText();
  if (!steps.may('reporting.nudge')) return null;
  const names = people
    .slice(0, NAMES_SHOWN)
    .map(({ name }) => name)
    .join(ui('list_joined'));
  return (
    <Button id={`nudge-${operation.id}`} small onPress={() => steps.nudge(operation.id)}>
      {names ? t('nudge', { names }) : t('nudge_operation', { operation: operation.name })}
    </Button>
  );
}
