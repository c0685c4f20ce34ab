export {};
//# sourceMappingURL=Delivery.js.map