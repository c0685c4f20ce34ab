// The REST API below /api/v1, with its OpenAPI document and the page at /api/docs.
export { createApi } from './handler.ts';
