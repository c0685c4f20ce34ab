export {};
//# sourceMappingURL=HistoryEntry.js.map