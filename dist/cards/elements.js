/**
 * What people can be shown, in elements that know no platform. The unions are closed: a new element does not compile
 * until every renderer knows it. Strings are plain text, never markup; only `markdown` is CommonMark.
 */
export {};
//# sourceMappingURL=elements.js.map