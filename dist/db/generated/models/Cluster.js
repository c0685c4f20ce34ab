export {};
//# sourceMappingURL=Cluster.js.map