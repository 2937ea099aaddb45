import { EXCEL_TYPE, IMPORT_KINDS, type ImportDto, type ImportKind, type ImportReceiptDto } from '@contracts/api/integration';
import type { Permission } from '@contracts/permissions';
import { useRef, useState } from 'react';
import { newPressKey } from '@/shared/offline/press-key';
import { get, post } from '@/shared/request/api';
import { explain } from '@/shared/request/explain';
import type { Failure } from '@/shared/request/failure';
import { Notice } from '@/shared/ui/notice';
import { DeskPage } from '../../../desk/components/desk-page';
import { Press } from '../../../desk/components/press';
import { useMe } from '../../../desk/may';
import { ExportsPanel } from '../../components/exports-panel';
import { ImportPreview } from '../../components/import-preview';
import { MissingRates } from '../../components/missing-rates';
import { download, saveAs, uploadSheet } from '../../files';
import { useOrderText } from '../../texts';

/** How often one looks how far a large file has come. */
const LOOK_MS = 700;
/** Whoever may define one may bring in many. */
const NEEDED: Readonly<Record<ImportKind, Permission>> = {
  orders: 'workorders.create',
  items: 'workorders.manage_master',
  routings: 'workorders.manage_master',
  rates: 'payroll.manage_rates',
};
const SHOWN: readonly ImportKind[] = ['orders', ...IMPORT_KINDS.filter((kind) => kind !== 'orders')];

/** Excel in and out. In: the file is read and shown first, and nothing is stored before it is pressed, all of it or none. */
export default function ImportPage() {
  const t = useOrderText();
  const me = useMe();
  const [chosen, setKind] = useState<ImportKind>('orders');
  const [preview, setPreview] = useState<ImportDto | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [reading, setReading] = useState('');
  const [progress, setProgress] = useState<ImportDto['progress']>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const applyKey = useRef('');
  const kinds = SHOWN.filter((one) => me.may('integration.import') && me.may(NEEDED[one]));
  const kind = kinds.includes(chosen) ? chosen : (kinds[0] ?? chosen);
  const may = kinds.length > 0;
  const choose = (one: ImportKind) => {
    // What is shown below belongs to the kind that was chosen before.
    setPreview(null);
    setFailure(null);
    setKind(one);
  };

  const read = async (file: File) => {
    setPreview(null);
    setFailure(null);
    setReading(file.name);
    const receipt = await uploadSheet(kind, file, newPressKey());
    const answer = receipt.ok ? await get<ImportDto>(`/imports/${receipt.value.id}`) : receipt;
    setReading('');
    // A file that was put right and chosen again under its name must be read again.
    if (chooser.current) chooser.current.value = '';
    if (!answer.ok) return setFailure(answer.failure);
    applyKey.current = newPressKey();
    setPreview(answer.value);
  };
  const apply = async (importId: string) => {
    setFailure(null);
    const look = setInterval(async () => {
      const seen = await get<ImportDto>(`/imports/${importId}`);
      if (seen.ok) setProgress(seen.value.progress);
    }, LOOK_MS);
    const receipt = await post<ImportReceiptDto>(`/imports/${importId}/apply`, {}, applyKey.current);
    clearInterval(look);
    setProgress(null);
    if (!receipt.ok) return setFailure(receipt.failure);
    const answer = await get<ImportDto>(`/imports/${importId}`);
    return answer.ok ? setPreview(answer.value) : setFailure(answer.failure);
  };
  const fetchFile = async (path: string, name: string) => {
    setFailure(null);
    const answer = await download(path);
    return answer.ok ? saveAs(answer.value, name) : setFailure(answer.failure);
  };
  return (
    <DeskPage room='importOrders' title={t('excel_title')}>
      {me.may('payroll.manage_rates') ? <MissingRates /> : null}
      <h2 className='strong'>{t('import_title')}</h2>
      <p className='note'>{t('import_explain')}</p>
      <div className='filters'>
        {kinds.map((one) => (
          <Press key={one} id={`kind-${one}`} pressed={one === kind} onPress={() => choose(one)}>
            {t(`kind_${one}`)}
          </Press>
        ))}
        {may ? (
          <Press id='template' onPress={() => fetchFile(`/templates/${kind}.xlsx`, `${t(`kind_${kind}`)}.xlsx`)}>
            {t('template')}
          </Press>
        ) : null}
        {may ? (
          <Press kind={preview?.state === 'ready' ? 'quiet' : 'main'} id='choose-file' onPress={() => chooser.current?.click()}>
            {t('choose_file')}
          </Press>
        ) : null}
        <input
          ref={chooser}
          type='file'
          style={{ display: 'none' }}
          aria-label={t('choose_file')}
          accept={`.xlsx,${EXCEL_TYPE}`}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void read(file);
          }}
        />
        {me.workshops.length > 0 && !may ? <span className='note'>{t('no_right', { who: t('who_planner') })}</span> : null}
      </div>
      {reading ? <Notice lamp='note' title={t('reading', { name: reading })} /> : null}
      {progress ? <Notice id='applying' lamp='note' title={t('applying', progress)} /> : null}
      {failure ? <Notice id='import-failure' lamp='stop' {...explain(failure)} /> : null}
      {preview ? <Verdict preview={preview} onApply={apply} /> : null}
      {preview ? <ImportPreview preview={preview} /> : null}
      <ExportsPanel me={me} onFetch={fetchFile} />
    </DeskPage>
  );
}

function Verdict({ preview, onApply }: { readonly preview: ImportDto; readonly onApply: (importId: string) => Promise<void> }) {
  const t = useOrderText();
  const { created, changed, bad } = preview.counts;
  if (preview.state === 'applied') return <Notice id='applied' lamp='run' title={t('applied', { created, changed })} />;
  if (bad > 0) return <Notice id='bad-rows' lamp='stop' title={t('fix_first', { count: bad })} />;
  if (created + changed === 0) return <Notice id='nothing-new' lamp='idle' title={t('nothing_to_apply')} />;
  return (
    <div>
      <Press kind='main' id='apply-import' onPress={() => onApply(preview.id)}>
        {t('apply', { created, changed })}
      </Press>
    </div>
  );
}
