// Sentences as buttons. The field they go into is asked here, so nothing typed meanwhile is lost.
export default {
  props: { phrases: Array, into: Number },
  template: `
    <div class="phrases" role="group" aria-label="Phrases">
      <button v-for="phrase in phrases" :key="phrase" type="button" class="phrase any-text" @click="put(phrase)">
        <i class="icon i-plus" aria-hidden="true"></i><span>{{ phrase }}</span>
      </button>
    </div>`,
  methods: {
    put(phrase) {
      this.$root.$refs["r" + this.into]?.add(phrase);
    },
  },
};
