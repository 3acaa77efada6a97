import assert from 'node:assert/strict';
import { join } from 'node:path';
import { freePort } from './freePort';
import { JavaServer, startJavaServer } from './javaServer';

/** As Filebeat's index has its fields: texts are keywords, the message is cut into words. */
export const MAPPING = {
  dynamic_templates: [
    { texts: { match_mapping_type: 'string', mapping: { type: 'keyword' } } },
  ],
  properties: {
    '@timestamp': { type: 'date' },
    message: { type: 'text' },
    stack_trace: { type: 'keyword', ignore_above: 1024 },
    error: {
      properties: { stack_trace: { type: 'keyword', ignore_above: 1024 } },
    },
  },
};

/** A real OpenSearch with what a test puts into it. */
export interface OpenSearch extends JavaServer {
  makeIndex(name: string, mappings: object): Promise<void>;
  /** They can be found when it returns. */
  write(
    index: string,
    documents: ReadonlyArray<{ id: string; source: object }>,
  ): Promise<void>;
}

/** Starts one node in a folder of its own. */
export async function startOpenSearch(
  program: string,
  folder: string,
): Promise<OpenSearch> {
  const port = await freePort();
  const server = await startJavaServer({
    program,
    args: [String(port), join(folder, 'home')],
    port,
    folder,
    ready: '/_cluster/health?wait_for_status=yellow&timeout=2s',
  });
  const send = async (method: string, path: string, body: string) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body,
    });
    const text = await answer.text();
    assert.ok(answer.ok && !text.includes('"errors":true'), text);
  };
  return {
    ...server,
    makeIndex: (name, mappings) =>
      send(
        'PUT',
        `/${name}`,
        JSON.stringify({
          settings: { number_of_shards: 1, number_of_replicas: 0 },
          mappings,
        }),
      ),
    write: (index, documents) =>
      send(
        'POST',
        `/${index}/_bulk?refresh=true`,
        documents
          .map(
            ({ id, source }) =>
              `${JSON.stringify({ index: { _id: id } })}\n${JSON.stringify(
                source,
              )}\n`,
          )
          .join(''),
      ),
  };
}
