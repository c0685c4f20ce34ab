export {};
//# sourceMappingURL=Installation.js.map