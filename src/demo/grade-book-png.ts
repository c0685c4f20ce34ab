// Draws what a teacher sees in a grade book when something is wrong, with the sender's own red mark, as people take screenshots of it.
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fontOf } from '../files/fonts.ts';

/** A page of a grade book. */
export interface GradeBookPage {
  address: string;
  school: string;
  section: string;
  term: string;
  /** what the page says is wrong */
  problem: string;
  /** the first column holds the students */
  columns: readonly string[];
  /** an empty cell is a missing grade */
  rows: readonly (readonly string[])[];
  /** what the sender marked: the term, or the columns from this one on */
  mark: 'term' | number;
}

const width = 1120;
const scale = 1.5;
const rowHeight = 42;
const top = { bar: 44, head: 64, section: 70, problem: 58 };
const edge = 32;
const firstColumn = 250;
const colors = {
  frame: '#dfe3e8',
  bar: '#f2f4f7',
  field: '#ffffff',
  head: '#1f4e5f',
  paper: '#ffffff',
  ink: '#1d2733',
  quiet: '#667385',
  line: '#e3e8ee',
  stripe: '#f7f9fb',
  alert: '#fdecea',
  alertInk: '#9b1c1c',
  missing: '#fff4f3',
  mark: '#e11d2e',
} as const;

/** Draws the page. @returns a PNG */
export function gradeBookPng(page: GradeBookPage): Buffer {
  const tableTop = top.bar + top.head + top.section + top.problem + 24;
  const height = tableTop + rowHeight * (page.rows.length + 1) + 28;
  const canvas = createCanvas(width * scale, height * scale);
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  fill(context, colors.paper, 0, 0, width, height);
  drawBrowser(context, page.address);
  drawHead(context, page);
  drawProblem(context, page.problem);
  drawTable(context, page, tableTop);
  drawMark(context, page, tableTop);
  return canvas.toBuffer('image/png');
}

function drawBrowser(context: SKRSContext2D, address: string): void {
  fill(context, colors.frame, 0, 0, width, top.bar);
  for (const [at, color] of ['#f0685e', '#f2bd45', '#57c453'].entries()) {
    context.fillStyle = color;
    context.beginPath();
    context.arc(24 + at * 20, top.bar / 2, 6, 0, 2 * Math.PI);
    context.fill();
  }
  rounded(context, colors.field, 100, 9, width - 132, top.bar - 18, 13);
  write(context, address, 118, top.bar / 2 + 5, { size: 14, color: colors.quiet });
}

function drawHead(context: SKRSContext2D, { school, section, term }: GradeBookPage): void {
  fill(context, colors.head, 0, top.bar, width, top.head);
  write(context, 'Grade Book', edge, top.bar + 41, { size: 23, weight: 700, color: colors.paper });
  write(context, school, width - edge, top.bar + 40, { size: 16, color: '#cfe0e6', align: 'right' });
  const y = top.bar + top.head;
  write(context, section, edge, y + 45, { size: 20, weight: 700 });
  rounded(context, '#c3ccd6', width - edge - 152, y + 18, 152, 38, 7);
  rounded(context, colors.field, width - edge - 151, y + 19, 150, 36, 6);
  write(context, term, width - edge - 134, y + 43, { size: 17 });
  context.fillStyle = colors.quiet;
  context.beginPath();
  context.moveTo(width - edge - 34, y + 34);
  context.lineTo(width - edge - 20, y + 34);
  context.lineTo(width - edge - 27, y + 42);
  context.fill();
}

function drawProblem(context: SKRSContext2D, problem: string): void {
  const y = top.bar + top.head + top.section;
  rounded(context, colors.alert, edge, y, width - 2 * edge, top.problem - 8, 7);
  fill(context, colors.alertInk, edge, y, 5, top.problem - 8);
  context.beginPath();
  context.fillStyle = colors.alertInk;
  context.arc(edge + 30, y + 25, 11, 0, 2 * Math.PI);
  context.fill();
  write(context, '!', edge + 30, y + 31, { size: 16, weight: 700, color: colors.paper, align: 'center' });
  write(context, problem, edge + 54, y + 31, { size: 16, color: colors.alertInk });
}

function drawTable(context: SKRSContext2D, { columns, rows }: GradeBookPage, y: number): void {
  fill(context, colors.bar, edge, y, width - 2 * edge, rowHeight);
  for (const [at, name] of columns.entries()) writeCell(context, name, at, columns.length, y, { weight: 700, size: 15 });
  for (const [line, cells] of rows.entries()) {
    const rowTop = y + rowHeight * (line + 1);
    if (line % 2 === 1) fill(context, colors.stripe, edge, rowTop, width - 2 * edge, rowHeight);
    for (const [at, text] of cells.entries()) {
      if (text === '') {
        const { left, size } = columnAt(at, columns.length);
        fill(context, colors.missing, left + 1, rowTop + 1, size - 2, rowHeight - 2);
      }
      writeCell(context, text === '' ? '–' : text, at, columns.length, rowTop, { color: text === '' ? colors.mark : colors.ink });
    }
    fill(context, colors.line, edge, rowTop + rowHeight - 1, width - 2 * edge, 1);
  }
}

/** Draws what the sender means in red, as if by hand: an open ellipse around the term, or a frame around columns. */
function drawMark(context: SKRSContext2D, { mark, columns, rows }: GradeBookPage, y: number): void {
  context.strokeStyle = colors.mark;
  context.lineWidth = 4;
  context.lineCap = 'round';
  context.beginPath();
  if (mark === 'term') context.ellipse(width - edge - 77, top.bar + top.head + 37, 96, 36, -0.03, -2.2, 3.95);
  else {
    const { left } = columnAt(mark, columns.length);
    context.roundRect(left - 3, y + 2, width - edge - left + 11, rowHeight * (rows.length + 1) + 5, 14);
  }
  context.stroke();
}

function columnAt(at: number, count: number): { left: number; size: number } {
  const size = (width - 2 * edge - firstColumn) / (count - 1);
  return at === 0 ? { left: edge, size: firstColumn } : { left: edge + firstColumn + (at - 1) * size, size };
}

function writeCell(context: SKRSContext2D, text: string, at: number, count: number, y: number, style: Partial<Style>): void {
  const { left, size } = columnAt(at, count);
  const x = at === 0 ? left + 14 : left + size / 2;
  write(context, text, x, y + 27, { size: 16, align: at === 0 ? 'left' : 'center', ...style });
}

interface Style {
  size: number;
  weight: 400 | 700;
  color: string;
  align: 'left' | 'center' | 'right';
}

function write(context: SKRSContext2D, text: string, x: number, y: number, style: Partial<Style>): void {
  const { size = 16, weight = 400, color = colors.ink, align = 'left' } = style;
  context.font = fontOf(size, weight);
  context.fillStyle = color;
  context.textAlign = align;
  context.fillText(text, x, y);
}

function fill(context: SKRSContext2D, color: string, x: number, y: number, w: number, h: number): void {
  context.fillStyle = color;
  context.fillRect(x, y, w, h);
}

function rounded(context: SKRSContext2D, color: string, x: number, y: number, w: number, h: number, radius: number): void {
  context.fillStyle = color;
  context.beginPath();
  context.roundRect(x, y, w, h, radius);
  context.fill();
}
