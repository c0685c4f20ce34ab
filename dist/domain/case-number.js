/** @returns the number as people write it, `CB-10293` */
export function formatCaseNumber(number) {
    return `CB-${number}`;
}
/** Reads `CB-10293`, `cb-10293`, `#10293` or `10293`. @returns null for anything else, and for numbers no case can have */
export function parseCaseNumber(text) {
    const digits = /^(?:cb-?|#)?(\d{1,10})$/i.exec(text.trim())?.[1];
    const number = Number(digits);
    return digits !== undefined && number > 0 && number <= 2_147_483_647 ? number : null;
}
//# sourceMappingURL=case-number.js.map