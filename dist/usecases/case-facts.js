export {};
//# sourceMappingURL=case-facts.js.map