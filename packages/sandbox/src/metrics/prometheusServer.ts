import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { Clock } from '../clock/types';
import { PromqlEngine } from '../promql/types';
import { MetricsStore } from './MetricsStore';

export interface PrometheusServerOptions {
  engine: PromqlEngine;
  store: MetricsStore;
  /** Time of queries that name none. */
  clock: Clock;
}

export interface PrometheusServer {
  /** Listens on 127.0.0.1. Port 0 takes a free one. */
  listen(port: number): Promise<{ port: number; url: string }>;
  close(): Promise<void>;
}

/** Prometheus' HTTP API over one store. */
export function createPrometheusServer(
  _options: PrometheusServerOptions,
): PrometheusServer {
  const server = createServer((_request, response) => {
    response.writeHead(501).end();
  });
  return {
    listen: port =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          const { port: taken } = server.address() as AddressInfo;
          resolve({ port: taken, url: `http://127.0.0.1:${taken}` });
        });
      }),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
