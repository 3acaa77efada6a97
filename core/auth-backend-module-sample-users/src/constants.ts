/** The key below `auth.providers`, and the path below `/api/auth`. */
export const PROVIDER_ID = 'sample-users';

/** The request header that names the chosen user. */
export const USER_HEADER = 'x-slipway-sample-user';
