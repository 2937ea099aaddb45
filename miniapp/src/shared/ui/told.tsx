import type { Lamp } from './lamp';
import { Notice } from './notice';

/** What came of the last press, beside where it was pressed. */
export type ToldWords = { readonly lamp: Lamp; readonly title: string; readonly detail: string };

export function Told({ told }: { readonly told: ToldWords | null }) {
  return told ? <Notice id='told' lamp={told.lamp} title={told.title} detail={told.detail} /> : null;
}
