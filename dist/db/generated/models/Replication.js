export {};
//# sourceMappingURL=Replication.js.map