// What a new plan can begin with: each template a button, found by typing once there are many.
const MANY = 7;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

export default {
  props: { templates: Array },
  emits: ["pick"],
  template: `
    <div class="picker">
      <div v-if="templates.length > ${MANY}" class="field field-search">
        <label class="visually-hidden" :for="at">Search templates</label>
        <i class="icon i-search" aria-hidden="true"></i>
        <input :id="at" type="search" v-model="q" autocomplete="off" placeholder="Search templates">
      </div>
      <ul aria-label="Templates">
        <li v-for="[key, name, facts, price, problem] in found" :key="key">
          <button type="button" class="pick" :aria-disabled="problem ? 'true' : undefined" :aria-label="name" :aria-describedby="$attrs.id + '-' + key" @click="problem || $emit('pick', key)">
            <span class="pick-name any-text">{{ name }}</span><span class="pick-price">{{ price }}</span>
            <span class="pick-facts any-text" :id="$attrs.id + '-' + key">{{ problem || facts }}</span>
          </button>
        </li>
        <li v-if="!q.trim()">
          <button type="button" class="pick pick-scratch" @click="$emit('pick', 0)">
            <span class="pick-name">From scratch</span>
            <span class="pick-facts">Type treatment, sessions and items yourself.</span>
          </button>
        </li>
      </ul>
      <p v-if="!found.length && q.trim()" class="muted" role="status">No template matches “{{ q.trim() }}”.</p>
    </div>`,
  data() {
    return { q: "" };
  },
  computed: {
    at() {
      return this.$attrs.id + "-search";
    },
    found() {
      const wanted = wordsOf(this.q);
      return this.templates.filter(([, name, facts]) => {
        const there = wordsOf(`${name} ${facts}`);
        return wanted.every((word) => there.some((other) => other.startsWith(word)));
      });
    },
  },
};
