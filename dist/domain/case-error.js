/** What a person can put right. Everything else is a failure and reaches the platform's boundary with an id for the log. */
export class CaseError extends Error {
    code;
    next;
    fields;
    name = 'CaseError';
    /**
     * @param code a short stable word for tests and logs, e.g. `not-allowed`
     * @param message what is wrong, for the person, in one sentence
     * @param next what to do instead, in one sentence
     * @param fields the mistakes by form field name, when a form was sent
     */
    constructor(code, message, next, fields) {
        super(message);
        this.code = code;
        this.next = next;
        this.fields = fields;
    }
}
//# sourceMappingURL=case-error.js.map