import pino from 'pino';
const secrets = [
    'token',
    'botToken',
    'appToken',
    'accessToken',
    'access_token',
    'refresh_token',
    'clientSecret',
    'client_secret',
    'stateSecret',
];
const moreSecrets = [
    'signingSecret',
    'secretKey',
    'password',
    'authorization',
    'cookie',
    'databaseUrl',
    'connectionString',
    'trigger_id',
    'response_url',
];
const writtenByPeople = ['text', 'body', 'subject', 'description', 'blocks', 'values', 'email'];
const hiddenKeys = [...secrets, ...moreSecrets, ...writtenByPeople];
/** Keys are hidden at the top level and up to three levels down; pino needs a path for each depth. */
const depths = ['', '*.', '*.*.', '*.*.*.'];
/** Error messages and addresses can contain tokens and passwords as well. */
const secretsInText = [
    [/\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\bxoxe\.[\w.-]+/g, '[token]'],
    [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, '$1:[password]@'],
    [/\bBearer\s+[\w.~+/=-]+/g, 'Bearer [token]'],
    [/hooks\.slack\.com\/\S+/g, 'hooks.slack.com/[address]'],
];
/**
 * Creates the logger.
 * @param destination receives the lines instead of standard output
 */
export function createLog(level, destination) {
    const options = {
        level,
        base: undefined,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        redact: { paths: depths.flatMap((prefix) => hiddenKeys.map((key) => prefix + key)), censor: '[hidden]' },
        serializers: { err: serializeError, error: serializeError },
        hooks: { streamWrite: hideInText },
    };
    return destination ? pino(options, destination) : pino(options);
}
/** Keeps the name, message, code and stack of an error. SDKs attach requests, responses and whole messages, which are dropped. */
function serializeError(error) {
    if (!(error instanceof Error))
        return String(error);
    const { name, message, stack } = error;
    const code = 'code' in error && ['string', 'number'].includes(typeof error.code) ? error.code : undefined;
    return { name, message, code, stack, cause: error.cause === undefined ? undefined : serializeError(error.cause) };
}
function hideInText(line) {
    return secretsInText.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
//# sourceMappingURL=log.js.map