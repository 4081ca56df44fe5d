// Begins when the first view has been painted, and takes its place in one step.
await window.regimenFirst?.painted;

export default {
  render: () => null,
  beforeMount() {
    window.regimenFirst?.giveWay();
  },
};
