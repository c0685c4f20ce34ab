/** @param isoDate a day without a zone @returns as people read it, e.g. `Dec 6, 2026` */
export function dayText(isoDate: string): string {
  const day = new Date(`${isoDate}T00:00:00Z`);
  return day.toLocaleDateString('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric', year: 'numeric' });
}
