export {};
//# sourceMappingURL=Notice.js.map