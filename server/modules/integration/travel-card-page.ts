import { DateTime } from 'luxon';
import type { OperationDto, WorkOrderDto } from '../../contracts/api/workorders';
import type { Locale, Translate } from '../../platform';
import type { FactorySettings } from '../identity';
import { escaped, printPage } from './html';
import { qrSvg } from './qr-code';

export type LabelPaper = '60x40' | 'A4';
export type Paper = { readonly locale: Locale; readonly t: Translate; readonly factory: FactorySettings; readonly now: Date };

const FONT = '-apple-system,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif';
/** Paper is black on white: grey lines fade in the copier, colour says nothing on it. Sizes in millimetres, as the paper has them. */
const CARD_STYLE = (size: 'A4' | 'A5'): string => `
@page{size:${size} portrait;margin:8mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:${size === 'A4' ? 194 : 132}mm;font:${size === 'A4' ? '10.5pt/1.35' : '9pt/1.3'} ${FONT};color:#000;background:#fff;font-variant-numeric:tabular-nums}
header{display:flex;justify-content:space-between;align-items:flex-start;gap:4mm;border-bottom:.6mm solid #000;padding-bottom:2mm}
h1{margin:1mm 0 0;font-size:${size === 'A4' ? 24 : 19}pt;line-height:1.1;letter-spacing:.02em;overflow-wrap:anywhere}
.from{display:flex;gap:3mm}.from b{font-weight:600}
header .qr{width:24mm;height:24mm;flex:none}
dl{display:grid;grid-template-columns:repeat(2,auto 1fr);gap:.8mm 3mm;margin:2.5mm 0}
dt{white-space:nowrap}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse}
thead{display:table-header-group}
tr{break-inside:avoid}
th,td{border:.25mm solid #000;padding:.8mm 1.2mm;text-align:left;vertical-align:middle}
th{font-weight:600;white-space:nowrap}
.seq{width:9mm;text-align:right}
.name b{display:block;font-size:1.15em;overflow-wrap:anywhere}
.mark{display:inline-block;border:.25mm solid #000;border-radius:1mm;padding:0 1mm;margin:.5mm 1mm 0 0;font-size:.85em}
.code{width:22mm;text-align:center;padding:.6mm}.code .qr{display:block;width:20mm;height:20mm;margin:auto}
.fill{width:${size === 'A4' ? 20 : 13}mm}
footer{margin-top:2mm;font-size:.85em}
article+article{break-before:page}
@media screen{body{padding:8mm}article+article{margin-top:16mm}}`;

/** A label is 60 × 40 mm: one a page on a roll, or 21 on a sheet to be cut along the dashes. */
const LABEL_STYLE = (size: LabelPaper): string => `
${size === 'A4' ? '@page{size:A4 portrait;margin:8mm 15mm}' : '@page{size:60mm 40mm;margin:0}'}
*{box-sizing:border-box}
body{margin:0;font:8.5pt/1.25 ${FONT};color:#000;background:#fff}
${size === 'A4' ? 'main{display:grid;grid-template-columns:repeat(3,60mm)}section{break-inside:avoid;outline:.1mm dashed #000}' : 'section{break-after:page}section:last-child{break-after:auto}'}
section{width:60mm;height:40mm;padding:2mm;display:flex;gap:2mm;align-items:center;overflow:hidden}
section .qr{width:28mm;height:28mm;flex:none}
section div{min-width:0}
b{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;font-size:11pt;line-height:1.15;overflow-wrap:anywhere}
p{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;margin:0 0 .8mm;overflow-wrap:anywhere}
@media screen{section{outline:1px solid #000}${size === 'A4' ? '' : 'section{margin:4mm}'}}`;

/** The card that goes round the workshop with the parts: what to make, and for each operation a code to scan and room to sign. */
export function travelCardPage(orders: readonly WorkOrderDto[], size: 'A4' | 'A5', paper: Paper): string {
  const title = `${paper.t('card.title')} ${orders.map(({ orderNo }) => orderNo).join(' ')}`;
  const body = orders.map((order) => travelCardOf(order, paper)).join('\n');
  return printPage({ locale: paper.locale, title, style: CARD_STYLE(size), body });
}

function travelCardOf(order: WorkOrderDto, paper: Paper): string {
  const { t, factory } = paper;
  const workshop = factory.workshops.find(({ id }) => id === order.workshopId)?.name ?? order.workshopId;
  const said: readonly (readonly [name: string, value: string | null])[] = [
    ['item', order.item.name],
    ['code', order.item.code],
    ['drawing', order.item.drawing],
    ['qty', `${order.plannedQty} ${order.item.unit.name}`],
    ['due', moment(order.dueAt, paper)],
    ['workshop', workshop],
    ['customer', order.customer],
  ];
  const columns = ['seq', 'operation', 'scan', 'good', 'scrap', 'worker', 'inspector'];
  return `<article><header><div><div class="from"><b>${escaped(factory.name)}</b><span>${escaped(t('card.title'))}</span></div><h1>${escaped(order.orderNo)}</h1></div>${qrSvg({ kind: 'workOrder', id: order.id })}</header>
<dl>${said.map(([name, value]) => (value === null ? '' : `<dt>${escaped(t(`card.${name}`))}</dt><dd>${escaped(value)}</dd>`)).join('')}</dl>
<table><thead><tr>${columns.map((column) => `<th>${escaped(t(`card.${column}`))}</th>`).join('')}</tr></thead>
<tbody>${order.operations.map((operation) => operationRow(operation, t)).join('\n')}</tbody></table>
<footer>${escaped(t('card.printed', { at: moment(paper.now.toISOString(), paper), version: order.routingVersion }))}</footer></article>`;
}

function operationRow(operation: OperationDto, t: Translate): string {
  const gates = [operation.firstArticle, operation.finalRelease].filter(({ state }) => state !== 'not_required');
  const marks = gates
    .map(({ kind }) => `<span class="mark">${escaped(t(kind === 'first_article' ? 'card.firstArticle' : 'card.finalRelease'))}</span>`)
    .join('');
  const station = operation.station ? escaped(`${operation.station.code} ${operation.station.name}`) : '';
  const empty = '<td class="fill"></td>'.repeat(4);
  return `<tr><td class="seq">${operation.seq}</td><td class="name"><b>${escaped(operation.name)}</b>${station} ${marks}</td><td class="code">${qrSvg({ kind: 'operation', id: operation.id })}</td>${empty}</tr>`;
}

/** One label per operation, for bins and machines, on 60 × 40 mm. */
export function labelsPage(orders: readonly WorkOrderDto[], size: LabelPaper, { locale, t }: Paper): string {
  const body = orders.flatMap((order) => order.operations.map((operation) => labelOf(order, operation))).join('\n');
  const title = `${t('card.labels')} ${orders.map(({ orderNo }) => orderNo).join(' ')}`;
  return printPage({ locale, title, style: LABEL_STYLE(size), body: `<main>${body}</main>` });
}

function labelOf(order: WorkOrderDto, operation: OperationDto): string {
  return `<section>${qrSvg({ kind: 'operation', id: operation.id })}<div><p>${escaped(order.orderNo)}</p>
<b>${operation.seq} ${escaped(operation.name)}</b><p>${escaped(order.item.name)}</p><p>${escaped(order.plannedQty)} ${escaped(order.item.unit.name)}</p></div></section>`;
}

const moment = (instant: string, { factory }: Paper): string =>
  DateTime.fromISO(instant, { zone: factory.timeZone }).toFormat('yyyy-MM-dd HH:mm');
