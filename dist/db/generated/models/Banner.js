export {};
//# sourceMappingURL=Banner.js.map