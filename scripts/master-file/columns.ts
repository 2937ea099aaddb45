/** Column names as factories write them, and the fields they are. What is not known stays as it is, and the contract refuses it by name. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  code: ['编码', '物料编码', '工位编码', '代码'],
  name: ['名称', '物料名称', '工位名称', '工序', '工序名称'],
  drawing: ['图号'],
  unit: ['单位'],
  decimals: ['小数位'],
  workshopId: ['车间'],
  itemCode: ['产品编码', '产品'],
  seq: ['工序号', '序号'],
  stationCode: ['工位'],
  priMinutes: ['标准工时', '单件工时(分)'],
  firstArticleCap: ['首件数量'],
  finalRelease: ['终检放行', '终检'],
  orderNo: ['工单号', '工单'],
  plannedQty: ['数量', '计划数量'],
  dueAt: ['交期'],
  customer: ['客户'],
  overProductionPercent: ['超产比例'],
  release: ['下达'],
};

export function columnOf(header: string): string {
  const written = header.trim();
  const known = Object.entries(COLUMNS).find(([field, words]) => field.toLowerCase() === written.toLowerCase() || words.includes(written));
  return known?.[0] ?? written;
}
