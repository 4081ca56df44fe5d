// Found patients, each a link to their own page.
export default {
  props: { patients: Array },
  template: `
    <ul class="panel patients-found" aria-label="Patients">
      <li v-for="patient in patients" :key="patient.id">
        <a :href="'/patients/' + patient.id">
          <span class="found-name any-text">{{ patient.name }}</span>
          <span v-for="fact in patient.facts" :key="fact" class="found-fact any-text">{{ fact }}</span>
          <span v-if="patient.alerts" class="found-alerts">
            <i class="icon i-alert" aria-hidden="true"></i>{{ patient.alerts }}
          </span>
        </a>
      </li>
    </ul>`,
};
