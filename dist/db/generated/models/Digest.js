export {};
//# sourceMappingURL=Digest.js.map