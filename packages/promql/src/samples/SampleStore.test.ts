import { SampleStore } from './SampleStore';

describe('SampleStore', () => {
  it('has one series whether an empty label is given or left out', () => {
    const store = new SampleStore(10);
    const series = store.series({ __name__: 'x_total', error: '' });
    expect(series.labels).toEqual({ __name__: 'x_total' });
    expect(store.series({ __name__: 'x_total' })).toBe(series);
    expect(store.size.series).toBe(1);
  });
});
