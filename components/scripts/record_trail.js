// Who did what, newest first, by days; an entry opens to show what was there before and after.
export default {
  props: { rows: Array },
  template: `
    <div class="trail">
      <section v-for="[day, rows] in days" :key="day" :aria-label="day">
        <h2>{{ day }}</h2>
        <ul class="panel">
          <li v-for="[key, , time, who, role, what, said, outcome, whom, origin, changes] in rows" :key="key">
            <details>
              <summary>
                <span class="trail-time num">{{ time }}</span>
                <span class="trail-who"><b class="any-text">{{ who }}</b><span v-if="role" class="muted small">{{ role }}</span></span>
                <span class="trail-what"><b>{{ what }}</b><span v-if="whom.length" class="any-text"> · {{ whom.map(([, name]) => name).join(", ") }}</span>
                  <span v-if="said" class="trail-said muted any-text">{{ said }}</span></span>
                <span v-if="outcome" class="trail-outcome" :class="{ 'is-refused': outcome === 'Refused' }">{{ outcome }}</span>
                <i class="icon i-chevron-down" aria-hidden="true"></i>
              </summary>
              <div class="trail-more">
                <p class="any-text">Entry {{ key }}<template v-if="origin">, from {{ origin }}</template><template v-for="[address, name] in whom" :key="address">, about <a :href="address">{{ name }}</a></template>.</p>
                <div v-for="([kind, told, values], at) in changes" :key="at" class="trail-change">
                  <h3 class="any-text">{{ kind }}<span v-if="told && told !== said" class="muted"> · {{ told }}</span></h3>
                  <table v-if="values.length" class="trail-values" :aria-label="kind + ', before and after'">
                    <thead><tr><th scope="col">What</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
                    <tbody><tr v-for="[name, before, after] in values" :key="name">
                      <th scope="row" class="any-text">{{ name }}</th>
                      <td class="any-text">{{ before || "none" }}</td><td class="any-text">{{ after || "none" }}</td>
                    </tr></tbody>
                  </table>
                </div>
                <p v-if="!changes.length" class="muted">Nothing was changed.</p>
              </div>
            </details>
          </li>
        </ul>
      </section>
    </div>`,
  computed: {
    days() {
      const days = new Map();
      for (const row of this.rows) days.set(row[1], [...(days.get(row[1]) || []), row]);
      return [...days];
    },
  },
};
