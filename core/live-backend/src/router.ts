import { HttpAuthService } from '@backstage/backend-plugin-api';
import { TooManyRequestsError } from '@slipway/plugin-live-node';
import express from 'express';
import Router from 'express-promise-router';
import { parseStreamRequest } from './schema';
import { compressedSink, TextBlocks } from './services/compressed';
import { StreamService } from './services/StreamService';
import { TooManyStreamsError } from './services/TooManyStreamsError';

/** `POST /stream`: the one live stream of a tab. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  streams: StreamService;
}): express.Router {
  const { httpAuth, streams } = options;
  const router = Router();
  router.use(express.json({ limit: '100kb' }));
  const blocks = new TextBlocks();

  router.post('/stream', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const { topics: requests } = parseStreamRequest(req.body);
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    let opened: () => void;
    try {
      const { signal } = gone;
      opened = await streams.admit({ requests, credentials, signal });
    } catch (error) {
      if (gone.signal.aborted) return;
      if (
        error instanceof TooManyStreamsError ||
        error instanceof TooManyRequestsError
      ) {
        res.set('retry-after', String(error.retryAfterSeconds));
      }
      throw error;
    }

    const compressed = Boolean(req.acceptsEncodings('deflate'));
    res.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform keeps the compression of others off: it sends nothing until its block is full.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      vary: 'accept-encoding',
      ...(compressed ? { 'content-encoding': 'deflate' } : {}),
    });
    res.flushHeaders();
    res.socket?.setNoDelay(true);
    try {
      const sink = compressed ? compressedSink(res, blocks) : res;
      await streams.serve({ sink, requests, credentials });
    } finally {
      opened();
    }
  });

  return router;
}
