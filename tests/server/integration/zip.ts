import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive, with what its headers say instead of the truth. */
export type Packed = { readonly name: string; readonly content: Buffer; readonly saysBytes?: number };

/** An archive written by hand, so that it can lie. */
export function zipOf(files: readonly Packed[]): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { name, content, saysBytes = content.length } of files) {
    const packed = deflateRawSync(content, { level: 9 });
    const fields = (signature: number, versions: readonly number[]) => {
      const head = Buffer.alloc(4 + versions.length * 2 + 24);
      let at = head.writeUInt32LE(signature, 0);
      for (const version of versions) at = head.writeUInt16LE(version, at);
      at = head.writeUInt16LE(0x0800, at); // names in UTF-8
      at = head.writeUInt16LE(8, at); // deflated
      at = head.writeUInt32LE(0, at); // no time
      at = head.writeUInt32LE(crc32(content), at);
      at = head.writeUInt32LE(packed.length, at);
      at = head.writeUInt32LE(saysBytes, at);
      at = head.writeUInt16LE(Buffer.byteLength(name), at);
      head.writeUInt16LE(0, at);
      return head;
    };
    const local = Buffer.concat([fields(0x04034b50, [20]), Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    list.push(Buffer.concat([fields(0x02014b50, [20, 20]), rest, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}

/** A small workbook whose sheet holds this XML. */
export function workbookWith(sheetData: string, more: readonly Packed[] = [], prolog = ''): Buffer {
  const part = (name: string, xml: string): Packed => ({ name, content: Buffer.from(xml) });
  return zipOf([
    part('xl/workbook.xml', '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'),
    part('xl/_rels/workbook.xml.rels', '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'),
    part('xl/worksheets/sheet1.xml', `${prolog}<worksheet><sheetData>${sheetData}</sheetData></worksheet>`),
    ...more,
  ]);
}
