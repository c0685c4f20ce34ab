export {};
//# sourceMappingURL=NoticeAccount.js.map