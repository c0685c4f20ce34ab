import { LogLevel } from '@slack/bolt';
/** Bolt's own words in our log. */
export function boltLogger(log) {
    const say = (parts) => parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
    return {
        debug: () => undefined,
        info: () => undefined,
        warn: (...parts) => log.warn({ from: 'bolt' }, say(parts)),
        error: (...parts) => log.error({ from: 'bolt' }, say(parts)),
        setLevel: () => undefined,
        getLevel: () => LogLevel.WARN,
        setName: () => undefined,
    };
}
//# sourceMappingURL=bolt-log.js.map