export {};
//# sourceMappingURL=Address.js.map