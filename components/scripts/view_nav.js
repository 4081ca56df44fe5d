// Saved views: a column at the side of a wide window, one scrolling row above a list in any other.
export default {
  props: { views: Array, counts: Array, current: Number },
  emits: ["edit"],
  template: `
    <nav class="views" :class="{ 'is-none': !views.length }" aria-label="Saved views">
      <template v-if="views.length">
        <h2 class="views-title">Saved views</h2>
        <ul class="views-list" role="list">
          <li v-for="([id, name, href, shared], at) in views" :key="id">
            <a class="views-link" :href="href" :aria-current="id === current ? 'page' : undefined">
              <span class="views-name any-text">{{ name }}</span>
              <span v-if="shared" class="visually-hidden">, shared</span>
              <span class="views-count">{{ counts[at] === undefined ? "…" : counts[at] }}</span>
            </a>
          </li>
        </ul>
        <button type="button" class="btn btn-quiet views-edit" @click="$emit('edit')">
          <i class="icon i-edit" aria-hidden="true"></i><span>Edit views</span>
        </button>
      </template>
    </nav>`,
};
