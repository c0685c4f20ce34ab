export {};
//# sourceMappingURL=Handover.js.map