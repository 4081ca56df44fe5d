// Why a field cannot stay as it is, and what is free instead.
export default {
  props: { messages: Array, slots: Array },
  emits: ["take"],
  template: `
    <div class="refusal" :class="{ 'refusal-none': !messages.length && !slots.length }">
      <div v-if="messages.length" class="field-error" role="alert"><div v-for="text in messages" :key="text">{{ text }}</div></div>
      <div v-if="slots.length" class="refusal-slots" role="group" aria-label="Free instead">
        <span class="refusal-lead" aria-hidden="true">Free instead</span>
        <button v-for="([day, time, where], at) in slots" :key="day + time + where" type="button" class="btn refusal-slot" @click="$emit('take', at)">
          <span>{{ day }}, {{ time }}</span><span v-if="where" class="visually-hidden">, </span>
          <span v-if="where" class="refusal-where any-text">{{ where }}</span>
        </button>
      </div>
    </div>`,
};
