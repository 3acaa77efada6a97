import { isRecord, ObjectStore, valueAt } from '@slipway/kube-sim';
import { Cause, CauseTarget } from '@slipway/platform-model';
import { Kind } from '../../loops';
import { parseDuration } from '../../loops/time';
import { API, FAULTS } from './kinds';
import { Fault, FaultRecord, INJECTED } from './model';

/** A lost packet is sent again after this, ms: the least time that Linux waits. */
const RETRANSMISSION_MS = 200;
/** Bits of an answer of one of the services, as the model has it. */
const ANSWER_BITS = 64_000;

const podOf = ({ id }: FaultRecord): CauseTarget => {
  const [namespace, pod] = id.split('/');
  return { namespace, pod };
};

const numberAt = (fault: Fault, ...path: string[]): number => {
  const value = valueAt(fault.spec, path);
  const number = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
};

const millisecondsAt = (fault: Fault, ...path: string[]): number => {
  const value = valueAt(fault.spec, path);
  return typeof value === 'string' ? parseDuration(value) ?? 0 : 0;
};

const UNITS: Record<string, number> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
};

/** Bits per second of a rate as tc writes it: `1mbps` are bytes, `1mbit` bits. */
function bitsPerSecond(rate: unknown): number {
  const match = /^\s*(\d+)\s*([kmgt]?)(bps|bit)\s*$/i.exec(String(rate));
  if (!match) return 0;
  return (
    Number(match[1]) *
    UNITS[match[2].toLowerCase()] *
    (match[3].toLowerCase() === 'bps' ? 8 : 1)
  );
}

/** Lost packets are sent again; with many lost in a row a request fails. */
const lost = (percent: number) => {
  const share = Math.min(1, Math.max(0, percent / 100));
  return {
    milliseconds: share < 1 ? (RETRANSMISSION_MS * share) / (1 - share) : 0,
    failures: share ** 3,
  };
};

/** What a network fault does to packets. */
function packets(fault: Fault): { milliseconds: number; failures: number } {
  const { action } = fault.spec;
  const nothing = { milliseconds: 0, failures: 0 };
  if (action === 'partition') return { milliseconds: 0, failures: 1 };
  if (action === 'bandwidth') {
    const rate = bitsPerSecond(valueAt(fault.spec, ['bandwidth', 'rate']));
    return rate
      ? { milliseconds: (ANSWER_BITS / rate) * 1000, failures: 0 }
      : nothing;
  }
  const parts = action === 'netem' ? ['delay', 'loss', 'corrupt'] : [action];
  return parts.reduce((sum, part) => {
    if (part === 'delay') {
      const more = millisecondsAt(fault, 'delay', 'latency');
      return { ...sum, milliseconds: sum.milliseconds + more };
    }
    if (part !== 'loss' && part !== 'corrupt') return sum;
    const { milliseconds, failures } = lost(numberAt(fault, part, part));
    return {
      milliseconds: sum.milliseconds + milliseconds,
      failures: 1 - (1 - sum.failures) * (1 - failures),
    };
  }, nothing);
}

function networkCauses(fault: Fault, hit: readonly FaultRecord[]): Cause[] {
  const side = (key: string) =>
    hit.filter(({ selectorKey }) => selectorKey === key).map(podOf);
  const { direction = 'to', target, externalTargets } = fault.spec;
  const sources = side('.');
  // Without a target it is about all packets; with addresses outside only, about none of the model's.
  let peers: CauseTarget[] | undefined;
  if (target) peers = side('.Target');
  else if (externalTargets?.length) peers = [];
  const effect = packets(fault);
  const cause = (from: CauseTarget[], to?: CauseTarget[]): Cause => ({
    kind: 'network',
    from,
    ...(to ? { to } : {}),
    ...effect,
  });
  return [
    ...(direction === 'from' ? [] : [cause(sources, peers)]),
    ...(direction === 'to' || !peers ? [] : [cause(peers, sources)]),
  ];
}

/** What a fault inside of a pod does to the pod's own answers. */
function ownCauses(fault: Fault, target: CauseTarget): Cause[] {
  const add = (milliseconds: number): Cause[] =>
    milliseconds > 0 ? [{ kind: 'latency-add', target, milliseconds }] : [];
  const fail = (rate: number): Cause[] =>
    rate > 0 ? [{ kind: 'error-rate', target, rate }] : [];
  const { action } = fault.spec;
  switch (fault.kind) {
    case 'StressChaos': {
      const cpu = valueAt(fault.spec, ['stressors', 'cpu']);
      if (!isRecord(cpu)) return [];
      const load = typeof cpu.load === 'number' ? cpu.load : 100;
      const workers = typeof cpu.workers === 'number' ? cpu.workers : 0;
      return [
        {
          kind: 'latency-factor',
          target,
          factor: 1 + Math.min(8, (workers * load) / 100),
        },
      ];
    }
    case 'HTTPChaos': {
      const code = numberAt(fault, 'replace', 'code');
      return [
        ...add(millisecondsAt(fault, 'delay')),
        ...fail(fault.spec.abort === true || code >= 500 ? 1 : 0),
      ];
    }
    case 'JVMChaos':
      if (action === 'latency') return add(numberAt(fault, 'latency'));
      return fail(action === 'exception' ? 1 : 0);
    case 'IOChaos': {
      const share = numberAt(fault, 'percent') / 100;
      if (action === 'latency') {
        return add(share * millisecondsAt(fault, 'delay'));
      }
      return fail(action === 'fault' ? share : 0);
    }
    default:
      // Deleted and swapped pods are seen as such; clocks, kernels, disks and names change no figure of the model.
      return [];
  }
}

/** What the faults of a cluster do to its traffic now. */
export function effects(store: ObjectStore): Cause[] {
  return FAULTS.flatMap(name =>
    new Kind<Fault>(store, API, name).list().flatMap(fault => {
      const records = fault.status.experiment?.containerRecords ?? [];
      const hit = records.filter(({ phase }) => phase.startsWith(INJECTED));
      if (!hit.length) return [];
      return name === 'NetworkChaos'
        ? networkCauses(fault, hit)
        : hit.flatMap(one => ownCauses(fault, podOf(one)));
    }),
  );
}
