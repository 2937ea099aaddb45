import { explain } from '@/shared/request/explain';
import type { Remote } from '@/shared/request/use-remote';
import { Notice } from '@/shared/ui/notice';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';

/** In the place of pay that is not known yet: that it is on its way, or why it is not. */
export function StillAsking({ failure, reload }: Pick<Remote<unknown>, 'failure' | 'reload'>) {
  const ui = useUiText();
  if (failure) return <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} />;
  return <Skeleton cards={3} figures />;
}
