/** The Adaptive Cards 1.5 that we write: https://adaptivecards.io/explorer. Closed unions: what is not here, we do not send. */
export {};
//# sourceMappingURL=adaptive-card.js.map