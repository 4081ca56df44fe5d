// One labelled form field. What is typed lives here; the server sets it only by raising `stamp`,
// so an update of anything else on the page never takes letters away.
export default {
  props: {
    kind: String, label: String, hidden_label: Boolean, value: null, stamp: Number, options: Array, hint: String,
    error: String, placeholder: String, disabled: Boolean, required: Boolean, wait: Number, input_mode: String,
    autocomplete: String, first: Boolean, gentle: Boolean, rows: Number, min: String, max: String, step: String,
  },
  emits: ["change", "enter"],
  template: `
    <div class="field" :class="['field-' + kind, error ? 'has-error' : '']">
      <template v-if="kind === 'check'">
        <input :id="at" type="checkbox" v-model="text" :disabled="disabled" v-bind="told" @change="tell(0)">
        <label :for="at">{{ label }}</label>
      </template>
      <template v-else>
        <label :for="at" :class="{ 'visually-hidden': hidden_label }">{{ label }}</label>
        <i v-if="kind === 'search'" class="icon i-search" aria-hidden="true"></i>
        <select v-if="kind === 'select'" :id="at" v-model="text" :disabled="disabled" v-bind="told" @change="tell(0)">
          <option v-for="[key, name, off] in options" :key="key" :value="key" :disabled="off">{{ name }}</option>
        </select>
        <textarea v-else-if="kind === 'area'" :id="at" v-model="text" :rows="rows || 3" :placeholder="placeholder"
          :disabled="disabled" v-bind="told" @input="tell(wait)" @change="tell(0)"></textarea>
        <input v-else :id="at" :type="kind" v-model="text" :disabled="disabled" :placeholder="placeholder"
          :inputmode="input_mode" :autocomplete="autocomplete || 'off'" :min="min" :max="max" :step="step"
          v-bind="told" @input="tell(wait)" @change="tell(0)" @keydown.enter="enter">
      </template>
      <div v-if="hint" class="field-hint" :id="at + '-hint'">{{ hint }}</div>
      <div v-if="error" class="field-error" role="alert" :id="at + '-error'">{{ error }}</div>
    </div>`,
  data() {
    return { text: this.value ?? "", timer: null, said: this.value ?? "" };
  },
  computed: {
    at() {
      return this.$attrs.id + "-field";
    },
    told() {
      const by = [this.hint && this.at + "-hint", this.error && this.at + "-error"].filter(Boolean).join(" ");
      return {
        "aria-describedby": by || undefined,
        "aria-invalid": this.error ? "true" : undefined,
        "data-autofocus": this.first ? "" : undefined,
        "aria-required": this.required ? "true" : undefined,
      };
    },
  },
  watch: {
    stamp() {
      if (this.gentle && this.text !== this.said) return;
      clearTimeout(this.timer);
      this.text = this.said = this.value ?? "";
    },
  },
  methods: {
    tell(wait) {
      clearTimeout(this.timer);
      if (wait) this.timer = setTimeout(this.emitNow, wait);
      else this.emitNow();
    },
    emitNow() {
      if (this.text === this.said) return;
      this.said = this.text;
      const whole = typeof this.text === "string" ? this.text.toWellFormed?.() ?? this.text : this.text;
      this.$emit("change", whole, this.stamp);
    },
    enter() {
      this.tell(0);
      this.$emit("enter");
    },
    kept() {
      return this.text;
    },
    /** Put a sentence at the end, as one press of a phrase does. */
    add(sentence) {
      const before = this.text.trimEnd();
      this.text = (before ? before + " " : "") + sentence + " ";
      this.tell(0);
    },
    putBack(value) {
      this.text = value;
      this.tell(0);
    },
    focus() {
      document.getElementById(this.at)?.focus();
    },
  },
};
