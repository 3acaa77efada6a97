import { entityFindingsTopic } from '@slipway/plugin-security-common';
import {
  CANARY_REPORT,
  ENTITY,
  READ,
  setUp,
  STABLE,
  VULNERABILITIES,
} from '../__testUtils__/harness';

const REPORTS = { [VULNERABILITIES]: [STABLE, CANARY_REPORT] };
const TREND = `${ENTITY}/trend`;

describe('deadlines', () => {
  it('count from when a finding was first known; what is overdue stands first', async () => {
    // Reports are of 28 November 2026; by then a day was over.
    const test = await setUp(REPORTS, {
      config: { deadlines: { low: '1h', critical: '3650d' } },
    });
    await test.scanned(2);
    const { images, deadlines } = await test.findings();
    expect(deadlines).toEqual({
      low: 3_600_000,
      critical: 3650 * 86_400_000,
    });
    const stable = images.find(
      ({ places }: { places: [{ role: string }] }) =>
        places[0].role === 'stable',
    );
    expect(stable.upgrades[0]).toMatchObject({
      fixes: [
        {
          id: 'CVE-2026-0002',
          due: '2026-11-28T11:00:00.000Z',
          overdue: true,
        },
      ],
    });
    expect(stable.upgrades[1].fixes[0]).not.toHaveProperty('due');
    const topic = await test.live.open(entityFindingsTopic, {
      entityRef: 'component:default/orders',
    });
    await topic.waitFor(({ items }) => items.size === 1);
    expect(topic.items.get('summary')).toMatchObject({ overdue: 1 });
    topic.close();
    await test.stop();
  });

  it('are said nothing of where there are none', async () => {
    const test = await setUp(REPORTS);
    await test.scanned(2);
    const findings = await test.findings();
    expect(findings).not.toHaveProperty('deadlines');
    expect(JSON.stringify(findings)).not.toContain('overdue');
    await test.stop();
  });
});

describe('the trend', () => {
  it('has what was open at the end of each day, and now', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-30T12:00:00Z'));
    const test = await setUp(REPORTS);
    await test.scanned(2);
    const { status, body } = await test.as('vera').get(`${TREND}?days=30`);
    jest.restoreAllMocks();
    expect(status).toBe(200);
    const counts = { critical: 1, high: 1, medium: 0, low: 1, unknown: 0 };
    expect(body).toEqual({
      knownFrom: '2026-11-28T10:00:00.000Z',
      points: [
        { at: '2026-11-29T00:00:00.000Z', counts },
        { at: '2026-11-30T00:00:00.000Z', counts },
        { at: '2026-11-30T12:00:00.000Z', counts },
      ],
      gone: [],
    });
    await test.stop();
  });

  it('takes the permission to read, and refuses what is no range', async () => {
    const test = await setUp(REPORTS, { refused: { vera: [READ] } });
    expect((await test.asNobody().get(TREND)).status).toBe(401);
    expect((await test.as('vera').get(TREND)).status).toBe(403);
    for (const query of ['days=0', 'days=999', 'days=x', 'from=2026']) {
      expect((await test.as('olga').get(`${TREND}?${query}`)).status).toBe(400);
    }
    await test.stop();
  });
});
