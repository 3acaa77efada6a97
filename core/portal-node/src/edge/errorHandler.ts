import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, toError } from '@backstage/errors';
import { randomBytes } from 'node:crypto';
import {
  ErrorRequestHandler,
  Request,
  RequestHandler,
  Response,
} from 'express';
import { Answer, answerOf, internalAnswer } from './answer';

/** Answers that {@link send} wrote, or that may pass as they are. */
const written = new WeakSet<Response>();

const newLogId = () => randomBytes(10).toString('hex');

/** The last handler of a chain: answers with an error that says what its reader may know; logs the rest. */
export function errorHandler(logger: LoggerService): ErrorRequestHandler {
  const log = logger.child({ type: 'errorHandler' });
  // Express knows error handlers by their four parameters.
  return (thrown, req, res, next) => {
    const logId = newLogId();
    const answer = answerOf(thrown, logId);
    if (answer.internal) {
      log
        .child({ logId })
        .error(`Request failed, logId=${logId}`, toError(thrown));
    } else if (answer.status >= 500) {
      log.error(`Request failed with status ${answer.status}`, toError(thrown));
    } else if (answer.replaced) {
      log.info('Request refused', toError(thrown));
    }
    if (res.headersSent) {
      next(thrown);
      return;
    }
    send(answer, req, res);
  };
}

/**
 * Watches answers that routes of a plugin write themselves: a server error
 * that did not pass through {@link errorHandler} is replaced, because its words
 * are those of the error.
 */
export function answerGuard(logger: LoggerService): RequestHandler {
  const log = logger.child({ type: 'answerGuard' });
  return (req, res, next) => {
    const original = res.send.bind(res);
    res.send = body => {
      if (res.statusCode < 500 || written.has(res) || isJsonRpc(body)) {
        return original(body);
      }
      const logId = newLogId();
      log
        .child({ logId })
        .error(
          `Answer with status ${
            res.statusCode
          } replaced, logId=${logId}: ${text(body)}`,
        );
      return send(internalAnswer(logId), req, res);
    };
    next();
  };
}

/** Answers 404 in JSON to a request that no route took. */
export const noSuchRoute: RequestHandler = (req, _res, next) => {
  // Express answers OPTIONS itself, once the chain ends.
  if (req.method === 'OPTIONS') {
    next();
    return;
  }
  const [path] = req.originalUrl.split('?');
  next(
    new NotFoundError(
      `There is no route ${req.method} ${path.slice(
        0,
        200,
      )}: check the method and the path`,
    ),
  );
};

function send(answer: Answer, req: Request, res: Response): Response {
  written.add(res);
  return res.status(answer.status).json({
    error: answer.error,
    request: { method: req.method, url: req.url },
    response: { statusCode: answer.status },
  });
}

/** MCP's own error body, whose words are fixed. */
function isJsonRpc(body: unknown): boolean {
  const words = text(body);
  return words.startsWith('{"jsonrpc":"2.0","error":') || body === undefined;
}

function text(body: unknown): string {
  if (typeof body === 'string') return body;
  return JSON.stringify(body) ?? '';
}
