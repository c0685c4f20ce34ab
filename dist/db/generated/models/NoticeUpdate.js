export {};
//# sourceMappingURL=NoticeUpdate.js.map