// A small spreadsheet in Excel's format (ECMA-376), with a bold first row. Only what the demo's files need.
import { strToU8, zipSync } from 'fflate';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const partType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Writes an .xlsx file with one sheet. @param rows its cells; numbers stay numbers */
export function spreadsheet(sheetName: string, rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const parts = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="${partType}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${partType}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="${partType}.styles+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packageRelations}">
<Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>
<sheet name="${escaped(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packageRelations}">
<Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><cols><col min="1" max="${rows[0]?.length ?? 1}" width="18" customWidth="1"/></cols>
<sheetData>${rows.map(rowXml).join('')}</sheetData></worksheet>`,
  };
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(`${declaration}\n${xml}`)])),
    // the same content has the same bytes
    { mtime: '1980-01-01T00:00:00' },
  );
}

function rowXml(cells: readonly (string | number)[], at: number): string {
  const style = at === 0 ? ' s="1"' : '';
  const content = cells.map((value) =>
    typeof value === 'number'
      ? `<c${style}><v>${value}</v></c>`
      : `<c t="inlineStr"${style}><is><t>${escaped(value)}</t></is></c>`,
  );
  return `<row r="${at + 1}">${content.join('')}</row>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;');
}
