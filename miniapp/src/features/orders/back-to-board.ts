import Taro from '@tarojs/taro';
import { goBack, restartAt } from '@/shared/navigation';

/** Back to the board as it was left, with its filter; to a new one when the page was opened by its address. */
export function backToBoard(): void {
  if (Taro.getCurrentPages().length > 1) goBack();
  else void restartAt('orders');
}
