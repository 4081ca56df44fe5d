// A week of everybody: a row a provider, a column a day, each with how much is booked and a link to it.
export default {
  props: { team: Object },
  template: `
    <div class="team panel">
      <p v-if="team.rows && !team.rows.length" class="calendar-none">{{ team.empty }}</p>
      <div v-else class="team-scroll" role="region" tabindex="0" :aria-label="team.label">
        <table class="team-table" :aria-label="team.label">
          <thead><tr>
            <th scope="col">Provider</th>
            <th v-for="day in team.days" :key="day.label" scope="col" :class="{ 'is-today': day.today }">
              <a :href="day.href" :aria-label="day.name" :aria-current="day.today ? 'date' : undefined">{{ day.label }}</a>
            </th>
          </tr></thead>
          <tbody>
            <tr v-for="row in team.rows" :key="row.id">
              <th scope="row"><a :href="row.href" :aria-label="row.title" class="any-text">{{ row.name }}</a></th>
              <td v-for="cell in row.cells" :key="cell.name"
                  :class="{ 'is-closed': !cell.works, 'is-today': cell.today }">
                <a class="team-day" :href="cell.href" :aria-label="cell.name">
                  <span v-if="cell.total" class="team-total">{{ cell.total }}</span>
                  <span v-if="cell.span" class="team-span">{{ cell.span }}</span>
                  <span class="team-counts">
                    <span v-for="[count, word, icon, tone] in cell.counts" :key="word" :title="word"
                          class="count-chip" :class="'tone-' + tone">
                      <i class="icon" :class="'i-' + icon"></i>{{ count }}
                    </span>
                  </span>
                  <span class="team-hours">{{ cell.hours }}</span>
                </a>
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </div>`,
};
