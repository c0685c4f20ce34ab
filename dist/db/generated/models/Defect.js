export {};
//# sourceMappingURL=Defect.js.map