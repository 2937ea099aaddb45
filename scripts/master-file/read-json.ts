import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { MASTER_KINDS, type MasterFile, type MasterRow, type Problem } from './master-row';

/** Rows of `{ "items": […], "stations": […], "routings": […], "orders": […] }`, each field as the API takes it, each row with its line. */
export function readJson(name: string, text: string): MasterFile {
  const at = (offset: number) => `${name}:${text.slice(0, offset).split('\n').length}`;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [broken] = errors;
  if (broken) return { rows: [], problems: [{ source: at(broken.offset), reason: printParseErrorCode(broken.error) }] };
  if (root?.type !== 'object')
    return { rows: [], problems: [{ source: at(0), reason: `an object with ${MASTER_KINDS.join(', ')} is expected` }] };

  const rows: MasterRow[] = [];
  const problems: Problem[] = [];
  for (const property of root.children ?? []) {
    const [key, list] = property.children ?? [];
    const kind = MASTER_KINDS.find((known) => known === key?.value);
    if (!kind || list?.type !== 'array') {
      problems.push({
        source: at(property.offset),
        reason: `${String(key?.value)}: one of ${MASTER_KINDS.join(', ')}, each a list, is expected`,
      });
      continue;
    }
    for (const node of list.children ?? []) {
      if (node.type === 'object') rows.push({ kind, source: at(node.offset), body: fieldsOf(node) });
      else problems.push({ source: at(node.offset), reason: `${kind}: an object is expected` });
    }
  }
  return { rows, problems };
}

const fieldsOf = (node: Node): Record<string, unknown> => getNodeValue(node) as Record<string, unknown>;
