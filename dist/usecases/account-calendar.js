/** When an account works: its own zone and days off, the support organisation's hours. */
export function calendarOf(services, account) {
    return {
        timezone: account.timezone,
        holidays: account.holidays,
        closed: account.closed,
        hours: services.settings.businessHours,
    };
}
//# sourceMappingURL=account-calendar.js.map