import { startCase } from '../__testUtils__/cases';

describe('case 16 through the API', () => {
  it('has the words of kubectl get pods', async () => {
    const served = await startCase('16-native-sidecar-ready-count');
    const { pods } = await served.detail('basket');
    expect(
      Object.fromEntries(
        pods.map(pod => [
          pod.name,
          `${pod.ready} ${pod.status} ${pod.restarts}`,
        ]),
      ),
    ).toEqual({
      'basket-newhash-sidecar-ready': '2/2 Running 3',
      'basket-newhash-sidecar-not-ready': '1/2 Running 3',
      'basket-oldhash-gated': '0/1 SchedulingGated 0',
    });
  });
});
