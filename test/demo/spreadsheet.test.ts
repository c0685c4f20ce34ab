import { fileTypeFromBuffer } from 'file-type';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { sampleFiles } from '../../src/demo/sample-files.ts';
import { spreadsheet } from '../../src/demo/spreadsheet.ts';

it('writes cells as text and numbers, and escapes names', () => {
  const parts = unzipSync(spreadsheet('A & B', [['Name'], ['<Hale>'], [74]]));
  expect(strFromU8(parts['xl/workbook.xml'] ?? new Uint8Array())).toContain('name="A &amp; B"');
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  expect(sheet).toContain('<c t="inlineStr"><is><t>&lt;Hale&gt;</t></is></c>');
  expect(sheet).toContain('<c><v>74</v></c>');
});

it('makes files whose content is what their names say', async () => {
  for (const { name, make } of Object.values(sampleFiles))
    expect(name).toMatch(new RegExp(`\\.${(await fileTypeFromBuffer(make()))?.ext}$`));
});
