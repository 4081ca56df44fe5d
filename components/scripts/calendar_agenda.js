// The agenda: days with what is booked on them in the order of time, each a link to its session.
export default {
  props: { agenda: Object },
  template: `
    <div class="agenda panel">
      <div class="agenda-head">
        <div class="segments" role="group" aria-label="Length of the agenda">
          <a v-for="choice in agenda.lengths" :key="choice.label" class="btn btn-quiet" :href="choice.href"
             :aria-current="choice.chosen ? 'true' : undefined">{{ choice.label }}</a>
        </div>
        <p v-if="agenda.from" class="agenda-from">{{ agenda.from }} <a :href="agenda.whole">Show all</a></p>
      </div>
      <p v-if="agenda.empty" class="calendar-none">{{ agenda.empty }}</p>
      <section v-for="day in agenda.days" :key="day.title" class="agenda-day" :class="{ 'is-today': day.today }">
        <h2 class="agenda-title">
          <a :href="day.href" :aria-current="day.today ? 'date' : undefined">{{ day.title }}</a>
          <span class="agenda-count">{{ day.count }}</span>
        </h2>
        <ol class="agenda-list" role="list">
          <li v-for="entry in day.entries" :key="entry.key" class="agenda-entry" :data-session="entry.session"
              :class="{ 'is-late': entry.late, 'is-running': entry.running, 'is-ended': entry.ended }">
            <span class="agenda-time">{{ entry.from }}<span>–{{ entry.until }}</span></span>
            <span class="agenda-who">
              <a v-if="entry.href" class="any-text" :href="entry.href">{{ entry.patient }}</a>
              <span v-else>{{ entry.patient }}</span>
              <span v-for="[text, icon] in entry.marks" :key="text" class="agenda-mark">
                <i class="icon" :class="'i-' + icon" aria-hidden="true"></i>{{ text }}
              </span>
            </span>
            <span class="agenda-what any-text">{{ entry.what }}</span>
            <span class="agenda-where any-text">{{ entry.where }}</span>
            <span v-if="entry.word" class="mark agenda-status" :class="'tone-' + entry.tone">
              <i class="icon" :class="'i-' + entry.icon" aria-hidden="true"></i>{{ entry.word }}
            </span>
          </li>
        </ol>
      </section>
      <a v-if="agenda.next" class="btn btn-plain agenda-next" :href="agenda.next">{{ agenda.nextText }}</a>
    </div>`,
};
