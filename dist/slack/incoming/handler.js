/** The receiver behind our own server. It dies on a correctly signed `null`, and throws for paths it does not know: both end here. */
export function createHandler(receiver) {
    return (request, response) => {
        if (request.method === 'POST' && !holdsAnObject(request)) {
            response.writeHead(400).end();
            return;
        }
        try {
            receiver.requestListener(request, response);
        }
        catch {
            response.writeHead(404).end();
        }
    };
}
/** As Bolt reads it: a form is its fields, or one field `payload` with an object; anything else is an object itself. */
function holdsAnObject({ headers, rawBody }) {
    const body = rawBody.toString('utf8');
    if (headers['content-type'] !== 'application/x-www-form-urlencoded')
        return isObject(body);
    return new URLSearchParams(body).getAll('payload').every(isObject);
}
function isObject(json) {
    try {
        const value = JSON.parse(json);
        return typeof value === 'object' && value !== null && !Array.isArray(value);
    }
    catch {
        return false;
    }
}
//# sourceMappingURL=handler.js.map