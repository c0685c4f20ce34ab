export const defaultSettings = {
    brand: 'Campus Support',
    supportPhone: null,
    selfService: null,
    modules: ['Attendance', 'Grade Book', 'Scheduling', 'State Reporting', 'Fees', 'Food Service', 'Messenger', 'Other'],
    caseTypes: ['Question', 'Application Issue', 'Service Request', 'Data Request', 'Enhancement', 'Modify Support Contacts'],
    environments: ['Production', 'Staging', 'Sandbox'],
    businessHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '17:00' },
    followUp: { attempts: [3, 6, 9], closeAfter: 10 },
    reopenWithin: 60,
    sla: {
        critical: { firstResponse: '1h', nextUpdate: '2h', resolution: '8h', clock: 'always' },
        high: { firstResponse: '4h', nextUpdate: '1bd', resolution: '3bd', clock: 'business' },
        medium: { firstResponse: '1bd', nextUpdate: '3bd', resolution: '10bd', clock: 'business' },
        low: { firstResponse: '2bd', nextUpdate: '5bd', resolution: null, clock: 'business' },
    },
    defectSla: { critical: '2bd', high: '10bd', medium: '30bd', low: null },
    escalationTeams: ['Managed Services', 'Training', 'Process Consulting', 'Technical Services', 'Development'],
    attachments: { maxFiles: 10, maxMegabytes: 15 },
    search: { pageSize: 20 },
    incidents: { cadence: { critical: '1h', major: '4h', minor: '1d' }, cluster: { accounts: 3, within: '1h' } },
};
//# sourceMappingURL=settings.js.map