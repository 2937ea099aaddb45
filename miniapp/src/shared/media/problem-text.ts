import { refusalText } from '../request/explain';
import type { MediaProblem } from './kept-media';
import { mediaText } from './texts';

/** Why a photo or voice note never arrives, in the words of the contracts where it was the server that said no. */
export const problemText = ({ code, details }: MediaProblem): string =>
  code === 'bytes_gone' ? mediaText('bytes_gone') : refusalText(code, details);
