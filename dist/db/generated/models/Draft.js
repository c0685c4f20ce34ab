export {};
//# sourceMappingURL=Draft.js.map