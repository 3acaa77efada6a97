import { ResponseError } from '@backstage/errors';

/** A refusal as the backend answers it. */
export const refusal = (status: number, message: string) =>
  Response.json(
    {
      error: { name: 'SomeError', message },
      response: { statusCode: status },
    },
    { status },
  );

/** The same as the client throws it. */
export const responseError = (status: number, message: string) =>
  ResponseError.fromResponse(refusal(status, message));
