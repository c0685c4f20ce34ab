/** Something happened, or has happened since one last looked: no wake-up is lost between looking and waiting. */
export class Signal {
    raised = false;
    waiters = new Set();
    raise() {
        this.raised = true;
        for (const wake of this.waiters)
            wake();
    }
    lower() {
        this.raised = false;
    }
    /** Waits until it is raised, at most `ms`. */
    wait(ms) {
        if (this.raised)
            return Promise.resolve();
        return new Promise((resolve) => {
            const wake = () => {
                clearTimeout(timer);
                this.waiters.delete(wake);
                resolve();
            };
            const timer = setTimeout(wake, ms);
            this.waiters.add(wake);
        });
    }
}
//# sourceMappingURL=signal.js.map