/** Activities that are remembered. */
const window = 20;
/** With fewer activities than this, our clock and that of Teams are taken to agree, but for `presumedMs`. */
const enough = 5;
const presumedMs = 5_000;

/**
 * Tells how late an activity reached us, by its own timestamp. A process that stood still (a suspended machine) notices nothing else: it reads
 * the activity as if it had just come. Clocks may differ, so an activity is compared with the quickest of the last ones.
 */
export class Lateness {
  private ages: number[] = [];

  /**
   * Counts an activity.
   * @param sent its timestamp
   * @returns by how many milliseconds it is later than usual, not negative
   */
  of(sent: Date, now: Date): number {
    const age = now.getTime() - sent.getTime();
    this.ages = [...this.ages, age].slice(-window);
    const quickest = Math.min(...this.ages);
    return Math.max(0, age - (this.ages.length < enough ? Math.min(quickest, presumedMs) : quickest));
  }
}
