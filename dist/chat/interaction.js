export {};
//# sourceMappingURL=interaction.js.map