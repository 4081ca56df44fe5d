export default {
  props: { name: String },
  template: `<i class="icon" :class="'i-' + name" aria-hidden="true"></i>`,
};
