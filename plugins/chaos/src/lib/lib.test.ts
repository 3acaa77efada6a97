import { FaultDraft } from '@slipway/plugin-chaos-common';
import { CLUSTERS, fault, RECORD } from '../__testUtils__/fixtures';
import { readDraft, writeDraft } from './draftText';
import { fieldErrors, formSchema, titleOf } from './formSchema';
import {
  faultFilterOptions,
  matchesFilters,
  NO_FILTERS,
  sortFaults,
} from './listQuery';
import { faultChip, hitText, kindText, targetChip, targetsText } from './words';

const draft: FaultDraft = {
  kind: 'PodChaos',
  name: 'orders-pod-kill',
  spec: { action: 'pod-kill', mode: 'one', selector: { namespaces: ['shop'] } },
};

describe('YAML of a draft', () => {
  it('is read as it was written', () => {
    expect(readDraft(writeDraft(draft))).toEqual({ draft });
  });

  it.each<[string, string, RegExp]>([
    ['a broken text', 'kind: PodChaos\nspec: [', /^Line \d+, column \d+: /],
    ['no object', '- a', /^It is no object/],
    [
      'another kind',
      'kind: Pod\nmetadata: {name: a}\nspec: {}',
      /^kind: must be a kind of Chaos Mesh/,
    ],
    ['no name', 'kind: PodChaos\nspec: {}', /^metadata\.name: /],
    ['no spec', 'kind: PodChaos\nmetadata: {name: a}', /^spec: /],
  ])('says what is wrong with %s', (_name, text, error) => {
    expect(readDraft(text)).toEqual({ error: expect.stringMatching(error) });
  });
});

describe('formSchema', () => {
  const schema = CLUSTERS[0].kinds[0].schema ?? {};
  const namesOf = (value: unknown) => Object.keys(Object(value));

  it('has what is set and what is required', () => {
    const shown = formSchema(
      schema,
      { duration: '1m', selector: { namespaces: ['shop'] } },
      false,
    );
    expect(namesOf(shown.properties)).toEqual([
      'action',
      'duration',
      'mode',
      'selector',
    ]);
    expect(shown).toMatchObject({
      properties: { selector: { properties: { namespaces: {} } } },
    });
    expect(JSON.stringify(shown)).not.toContain('nodes');
  });

  it('has all on demand, but for what sends it to another cluster', () => {
    const all = formSchema(schema, {}, true);
    expect(namesOf(all.properties)).toContain('device');
    expect(JSON.stringify(all)).toContain('nodes');
    expect(namesOf(all.properties)).not.toContain('remoteCluster');
  });

  it.each([
    ['labelSelectors', 'Label selectors'],
    ['ec2Instance', 'Ec2 instance'],
    ['patch_headers', 'Patch headers'],
  ])('%s is called %s', (name, title) => expect(titleOf(name)).toBe(title));

  it('puts problems at their fields', () => {
    const problem = { rule: 'r', origin: 'trap', severity: 'refused' } as const;
    expect(
      fieldErrors([
        { ...problem, path: 'spec.duration', message: 'is missing' },
        { ...problem, path: 'spec.selector.pods[0]', message: 'no' },
        { ...problem, path: '', message: 'elsewhere' },
      ]),
    ).toEqual({
      duration: { __errors: ['is missing'] },
      selector: { pods: { 0: { __errors: ['no'] } } },
    });
  });
});

describe('the list of faults', () => {
  const running = fault('b');
  const over = fault('a', { state: 'finished' });

  it('has what is active first', () => {
    const sorted = sortFaults([over, running], {
      column: 'state',
      descending: false,
    });
    expect(sorted.map(({ ref }) => ref.name)).toEqual(['b', 'a']);
  });

  it.each<[Partial<typeof NO_FILTERS>, boolean, boolean]>([
    [{}, true, true],
    [{ active: true }, true, false],
    [{ q: 'delay order' }, true, true],
    [{ q: 'payment' }, false, false],
    [{ kinds: ['PodChaos'] }, false, false],
    [{ clusters: ['eks-stage'] }, true, true],
  ])('filters by %j', (filters, first, second) => {
    const all = { ...NO_FILTERS, ...filters };
    expect(matchesFilters(running, all)).toBe(first);
    expect(matchesFilters(over, all)).toBe(second);
  });

  it('counts what can be filtered', () => {
    expect(faultFilterOptions([running, over])).toMatchObject({ active: 1 });
  });
});

describe('words', () => {
  it('has the colour of what is wrong', () => {
    expect(faultChip({ state: 'running' })).toEqual({
      label: 'Running',
      state: 'waiting',
    });
    const problem = {
      reason: 'no-target',
      severity: 'error',
      summary: 'No pod matched.',
    } as const;
    expect(faultChip({ state: 'injecting', problem }).state).toBe('degraded');
  });

  it('does not call zero what was not selected', () => {
    const counts = { injected: 0, recovered: 0, failing: 0 };
    expect(targetsText(counts)).toBe('none selected yet');
    expect(targetsText({ ...counts, selected: 3 })).toBe('0 of 3 injected');
    const { ref } = fault();
    expect(hitText({ ref, targets: counts })).toBe('none selected yet');
    expect(
      hitText({ ref: { ...ref, kind: 'Workflow' }, targets: counts }),
    ).toBe('those of its steps');
  });

  it('names kind and action, and the phase of a target', () => {
    expect(kindText(fault())).toBe('Network: delay');
    expect(targetChip(RECORD).label).toBe('Injected');
    expect(targetChip({ ...RECORD, phase: 'Not Injected/Wait' }).state).toBe(
      'progressing',
    );
  });
});
