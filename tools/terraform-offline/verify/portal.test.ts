import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { SIZE_LIMITS } from '@slipway/plugin-environments-common';
import { INFRA, succeeds } from './terraform';

it('sizes of Terraform are those that the portal counts with', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-sizes-'));
  try {
    const rules = join(INFRA, 'modules', 'sizing', 'rules');
    writeFileSync(
      join(dir, 'main.tf'),
      Object.keys(SIZE_LIMITS)
        .map(
          size => `module "${size}" {
  source = ${JSON.stringify(rules)}
  cloud  = "local"
  size   = "${size}"
}
output "${size}" {
  value = module.${size}.quota
}
`,
        )
        .join(''),
    );
    await succeeds(dir, 'none', ['init', '-no-color']);
    await succeeds(dir, 'none', ['apply', '-auto-approve', '-no-color']);
    const outputs = JSON.parse(
      await succeeds(dir, 'none', ['output', '-json']),
    ) as Record<string, { value: unknown }>;
    for (const [size, { cpu, memoryGi, pods }] of Object.entries(SIZE_LIMITS)) {
      assert.deepEqual(outputs[size].value, {
        cpu: String(cpu),
        memory: `${memoryGi}Gi`,
        pods: String(pods),
      });
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
