import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter(file => /\.(ts|json)$/.test(file))
  .filter(file => file !== 'boundaries.test.ts');

describe('kube-sim', () => {
  it('knows no kind that is not of Kubernetes itself', () => {
    const naming = files.filter(file =>
      /rollout|argo|analysis ?run|experiment/i.test(
        readFileSync(join(__dirname, file), 'utf8'),
      ),
    );
    expect(files.length).toBeGreaterThan(50);
    expect(naming).toEqual([]);
  });
});
