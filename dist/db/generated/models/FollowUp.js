export {};
//# sourceMappingURL=FollowUp.js.map