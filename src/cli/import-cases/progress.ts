// How far an import is, in a line now and then.
import { performance } from 'node:perf_hooks';
import { formatCount, formatPercent, plural } from '../../domain/text/numbers.ts';

/** Time between two lines; ms. */
const everyMs = 5000;

/** Says how far an import is, and how long it will take. */
export class Progress {
  private readonly say: (line: string) => void;
  private said = performance.now();
  private started = 0;
  private total = 0;

  constructor(say: (line: string) => void) {
    this.say = say;
  }

  /** Rows of the files that were read. */
  rows(count: number): void {
    if (this.isTime()) this.say(`Read ${plural(count, 'row')} …`);
  }

  /** Begins counting cases. */
  start(total: number): void {
    this.started = performance.now();
    this.total = total;
  }

  /** Cases that are done. */
  cases(done: number): void {
    if (done < this.total && !this.isTime()) return;
    const left = ((performance.now() - this.started) / Math.max(done, 1)) * (this.total - done);
    const rest = done < this.total ? `, about ${timeText(left)} left` : '';
    this.say(`${formatCount(done)} of ${plural(this.total, 'case')} (${formatPercent((100 * done) / this.total)})${rest}`);
  }

  private isTime(): boolean {
    const now = performance.now();
    if (now - this.said < everyMs) return false;
    this.said = now;
    return true;
  }
}

function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? plural(seconds, 'second') : plural(Math.round(seconds / 60), 'minute');
}
