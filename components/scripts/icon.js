export default {
  props: { name: String },
  template: `<svg class="icon" aria-hidden="true"><use :href="'#i-' + name" /></svg>`,
};
