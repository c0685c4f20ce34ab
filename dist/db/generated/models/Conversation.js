export {};
//# sourceMappingURL=Conversation.js.map