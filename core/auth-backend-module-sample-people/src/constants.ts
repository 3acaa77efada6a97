/** The key below `auth.providers`, and the path below `/api/auth`. */
export const PROVIDER_ID = 'sample-people';

/** The request header that names the chosen person. */
export const PERSON_HEADER = 'x-slipway-sample-person';
