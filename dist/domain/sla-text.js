const labels = { firstResponse: 'First response', nextUpdate: 'Next update', resolution: 'Resolution' };
export const goalLabel = (goal) => labels[goal];
//# sourceMappingURL=sla-text.js.map