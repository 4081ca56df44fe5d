// A month of the calendar: a table of days, each with how much is booked and a link to it.
export default {
  props: { month: Object },
  template: `
    <div class="month panel">
      <table class="month-table" :aria-label="month.label">
        <thead><tr>
          <th v-for="[short, long] in month.weekdays" :key="short" scope="col">
            <abbr :title="long">{{ short }}</abbr>
          </th>
        </tr></thead>
        <tbody>
          <tr v-for="(week, at) in month.weeks" :key="at">
            <td v-for="(cell, day) in week" :key="day"
                :class="{ 'is-closed': cell.closed, 'is-today': cell.today, 'is-other': !cell.href }">
              <a v-if="cell.href" class="month-day" :href="cell.href" :aria-label="cell.name"
                 :aria-current="cell.today ? 'date' : undefined">
                <span class="month-number">{{ cell.number }}</span>
                <span v-if="cell.total" class="month-total">{{ cell.total }}<span> booked</span></span>
                <span v-if="cell.closed" class="month-closed">{{ cell.closed }}</span>
                <span class="month-counts">
                  <span v-for="[count, word, icon, tone] in cell.counts" :key="word"
                        class="count-chip" :class="'tone-' + tone">
                    <i class="icon" :class="'i-' + icon"></i>{{ count }}<span class="count-word">{{ word }}</span>
                  </span>
                </span>
              </a>
            </td>
          </tr>
        </tbody>
      </table>
    </div>`,
};
