/** In whose name the clock acts: whoever said so, whatever they are by now. */
export function asAdvisor({ id, name, email, lead, team }) {
    return { kind: 'advisor', id, name, email, lead, team };
}
//# sourceMappingURL=as-advisor.js.map