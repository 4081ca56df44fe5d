// Records as links, narrowed while one types: every word typed must begin a word of the row.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

export default {
  props: { label: String, rows: Array },
  template: `
    <div class="records">
      <div class="field field-search records-search">
        <label class="visually-hidden" :for="at">Search {{ label.toLowerCase() }}</label>
        <i class="icon i-search" aria-hidden="true"></i>
        <input :id="at" type="search" v-model="q" autocomplete="off" :placeholder="'Search ' + label.toLowerCase()">
      </div>
      <p class="muted small records-count" role="status">{{ count }}</p>
      <p v-if="!found.length" class="panel records-none">Nothing here matches “{{ q.trim() }}”.</p>
      <section v-for="[group, rows] in groups" :key="group" class="records-group" :aria-label="group || undefined">
        <h2 v-if="group" class="any-text">{{ group }}</h2>
        <ul class="panel" :aria-label="group ? label + ', ' + group : label">
          <li v-for="[address, name, facts, warning, off] in rows" :key="address">
            <a :href="address" :class="{ 'is-off': off }">
              <span class="record-name any-text">{{ name }}</span>
              <span class="record-facts"><span v-for="(fact, at) in facts" :key="at" class="any-text">{{ fact }}</span></span>
              <span class="record-marks">
                <span v-if="warning && !off" class="record-warning"><i class="icon i-alert" aria-hidden="true"></i>{{ warning }}</span>
                <span v-if="off" class="record-off">Disabled</span>
              </span>
              <i class="icon i-chevron-right" aria-hidden="true"></i>
            </a>
          </li>
        </ul>
      </section>
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
      if (!wanted.length) return this.rows;
      return this.rows.filter(([, name, facts, warning, off, group]) => {
        const there = wordsOf([name, ...facts, warning, off ? "disabled" : "", group].join(" "));
        return wanted.every((word) => there.some((other) => other.startsWith(word)));
      });
    },
    groups() {
      const groups = new Map();
      for (const row of this.found) groups.set(row[5], [...(groups.get(row[5]) || []), row]);
      return [...groups];
    },
    count() {
      const all = this.rows.length;
      return this.found.length === all ? `${all} in all` : `${this.found.length} of ${all}`;
    },
  },
};
