import type { BoardRowDto } from '@contracts/api/order-board';
import { LampTag } from '@/shared/ui/lamp';
import { stateOf } from '../row-words';

export function OrderTag({ row, now }: { readonly row: BoardRowDto; readonly now: Date }) {
  const { lamp, words } = stateOf(row, now);
  return <LampTag lamp={lamp}>{words}</LampTag>;
}
