import { Dialog } from '../../desk/components/dialog';
import { Press } from '../../desk/components/press';
import { PAPERS, printPaper } from '../print-cards';
import { useOrderText } from '../texts';

type PrintDialogProps = { readonly orders: readonly { readonly id: string; readonly orderNo: string }[]; readonly onClose: () => void };

/** Which paper: cards that go with the parts, or labels for bins and machines, on a roll or on a sheet. */
export function PrintDialog({ orders, onClose }: PrintDialogProps) {
  const t = useOrderText();
  return (
    <Dialog
      title={t('print_title', { count: orders.length })}
      onClose={onClose}
      actions={PAPERS.map((paper) => (
        <Press
          key={paper}
          id={`print-${paper}`}
          onPress={() => {
            onClose();
            return printPaper(orders, paper);
          }}
        >
          {t(`paper_${paper}`)}
        </Press>
      ))}
    >
      <p className='note'>{t('print_detail')}</p>
    </Dialog>
  );
}
