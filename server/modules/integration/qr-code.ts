import { create } from 'qrcode';
import { formatScanCode, type ScanCode } from '../../contracts/scan-code';

/** Light modules around the code that a reader needs to find it. */
const QUIET = 4;

/** A code to print, as an SVG image that scales. Level Q: a quarter of it may be smeared or torn off. */
export function qrSvg(code: ScanCode): string {
  const { modules } = create(formatScanCode(code), { errorCorrectionLevel: 'Q' });
  const side = modules.size + 2 * QUIET;
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return `<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${formatScanCode(code)}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`;
}
