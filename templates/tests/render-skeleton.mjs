/** Renders the skeleton of spring-service with the defaults of its form: node render-skeleton.mjs FOLDER */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ROOT,
  formDefaults,
  renderFolder,
  stepValues,
  templateOf,
} from './render.mjs';

const [target] = process.argv.slice(2);
const template = templateOf('spring-service');
const temporary = mkdtempSync(join(tmpdir(), 'slipway-skeleton-'));
try {
  await renderFolder(
    join(ROOT, 'templates/spring-service/skeleton'),
    await stepValues(
      template,
      'files',
      formDefaults(template, {
        name: 'invoice-service',
        description: 'Writes invoices.',
        owner: 'group:default/team-orders',
      }),
      temporary,
    ),
    target,
  );
} finally {
  rmSync(temporary, { recursive: true });
}
