// Draws a page before Vue is there, so that it can be read at once: the page's elements, with the
// components' own templates. Of Vue's templates it knows what ours use for showing: text, v-if, v-else,
// v-for, v-bind, v-model and slots. When Vue stands, the view gives way to it (first_presses.js).
window.regimenFirst = (() => {
  const SETTLE = ["reveal", "scrollToStart"]; // what components do as soon as they stand
  const WORDS = /^(@.*|:.*|ref|v-(if|else-if|else|for|bind|model))$/;
  const WEIGHTS = [400, 500, 600, 700]; // of our style sheets, as the font has them
  const parts = {}; // our components by tag; assets.py puts them here
  const templates = new Map();
  const settling = [];

  const classes = (given) => {
    if (!given || typeof given === "string") return given || "";
    if (Array.isArray(given)) return given.map(classes).filter(Boolean).join(" ");
    return Object.keys(given).filter((name) => given[name]).join(" ");
  };

  const dress = (element, name, given) => {
    if (given === null || given === undefined) return;
    if (name === "class") {
      const both = [element.getAttribute("class"), classes(given)].filter(Boolean).join(" ");
      if (both) element.setAttribute("class", both);
    } else if (name === "style" && typeof given === "object") {
      for (const [property, to] of Object.entries(given)) element.style.setProperty(property, to);
    } else if (given !== false || typeof element[name] !== "boolean") {
      element.setAttribute(name, given === true ? "" : given);
    }
  };
  const dressAll = (element, given) => {
    for (const name in given) dress(element, name, given[name]);
  };

  const show = (element, given) => {
    if (element.type === "checkbox") element.checked = Boolean(given);
    else if (element.type === "radio") element.checked = element.value === given;
    else element.value = given;
  };

  const each = (given) => {
    const all = typeof given === "number" ? Array.from({ length: given }, (_, at) => at + 1) : given;
    return all.map((one, at) => [one, at]);
  };

  // A template becomes a function, once: markup without Vue's words is copied, the rest is put together.
  const compiled = (text) => {
    if (templates.has(text)) return templates.get(text);
    const copied = [];
    let count = 0;

    const isPlain = ({ name }) => !/^[:@]|^v-|^ref$/.test(name);
    const isStill = (node) =>
      node.nodeType === Node.TEXT_NODE
        ? !/\{\{|\n/.test(node.data)
        : !["slot", "template"].includes(node.localName) &&
          [...node.attributes].every(isPlain) && [...node.childNodes].every(isStill);

    // Of white space Vue keeps one blank, and none at an element's ends or in a line break between two.
    const words = ({ data, previousSibling: before, nextSibling: after }) => {
      const pieces = data.split(/\{\{(.*?)\}\}/s).map((piece) => piece.replace(/\s+/g, " "));
      const isBreak = data.includes("\n") && !data.trim() && before?.nodeType === 1 && after?.nodeType === 1;
      if (isBreak || (!before && pieces[0] === " ")) pieces[0] = "";
      if (!after && pieces.at(-1) === " ") pieces[pieces.length - 1] = "";
      return pieces.map((piece, at) => (at % 2 ? `($v = ${piece}) ?? ""` : JSON.stringify(piece)));
    };

    const element = (node, into) => {
      const at = copied.push(node.cloneNode(isStill(node))) - 1;
      if (isStill(node)) return `${into}.append($copied[${at}].cloneNode(true));`;
      const own = `$e${count++}`;
      const code = [`const ${own} = $copied[${at}].cloneNode(false);`];
      for (const { name, value } of [...node.attributes].filter((one) => !isPlain(one))) {
        if (!WORDS.test(name)) throw new Error(`The first view cannot draw ${name}.`);
        copied[at].removeAttribute(name);
        if (name === "v-bind") code.push(`$dressAll(${own}, ${value});`);
        else if (name === "ref") code.push(`$refs[${JSON.stringify(value)}] = ${own};`);
        else if (name.startsWith(":") && name !== ":key") {
          code.push(`$dress(${own}, ${JSON.stringify(name.slice(1))}, ${value});`);
        }
      }
      code.push(inside(node.childNodes, own));
      if (node.hasAttribute("v-model")) code.push(`$show(${own}, ${node.getAttribute("v-model")});`);
      return [...code, `${into}.append(${own});`].join("\n");
    };

    const one = (node, into) => {
      const loop = /^\s*\(?(.+?)\)?\s+in\s+(.+)$/s.exec(node.getAttribute("v-for") || "");
      const body =
        node.localName === "template" ? inside(node.content.childNodes, into)
        : node.localName === "slot" ? `${into}.append(...$slot());`
        : element(node, into);
      return loop ? `for (const [${loop[1]}] of $each(${loop[2]})) {\n${body}\n}` : `{\n${body}\n}`;
    };

    const inside = (nodes, into) => {
      const code = [];
      let chained = false;
      for (const node of nodes) {
        if (node.nodeType === Node.TEXT_NODE) {
          const next = node.nextSibling;
          if (chained && !node.data.trim() && next?.hasAttribute?.("v-else")) continue;
          const told = words(node).filter((word) => word !== '""');
          if (told.length) code.push(`${into}.append([${told}].join(""));`);
          continue;
        }
        const [rule] = ["v-if", "v-else-if", "v-else"].filter((name) => node.hasAttribute(name));
        const condition = rule === "v-else" || !rule ? "" : `if (${node.getAttribute(rule)}) `;
        code.push(`${rule && rule !== "v-if" ? "else " : ""}${condition}${rule ? "{" : ""}`);
        code.push(one(node, into), rule ? "}" : "");
        chained = Boolean(rule);
      }
      return code.join("\n");
    };

    const parsed = document.createElement("template");
    parsed.innerHTML = text; // markup: a component's own template
    const body = `let $v; with ($self) {\n${inside(parsed.content.childNodes, "$into")}\n}`;
    const made = new Function("$self", "$into", "$slot", "$copied", "$dress", "$dressAll", "$show", "$each", body);
    const fill = (self, into, slot) => made(self, into, slot, copied, dress, dressAll, show, each);
    templates.set(text, fill);
    return fill;
  };

  const standing = (part, given, data) => {
    if (part.components || part.setup) throw new Error("The first view can draw plain templates only.");
    const self = { $attrs: {}, $refs: {}, $emit() {}, $nextTick() {} };
    for (const [name, kind] of Object.entries(part.props || {})) {
      self[name] = name in given ? given[name] : kind === Boolean ? false : undefined;
    }
    for (const name of Object.keys(given)) if (!(name in self)) self.$attrs[name] = given[name];
    for (const [name, method] of Object.entries(part.methods || {})) self[name] = method.bind(self);
    for (const [name, read] of Object.entries(part.computed || {})) {
      const kept = () => Object.defineProperty(self, name, { value: read.call(self) })[name];
      Object.defineProperty(self, name, { get: kept, configurable: true });
    }
    Object.assign(self, data || part.data?.call(self));
    part.first?.call(self);
    return self;
  };

  const component = (part, given, children, data) => {
    const self = standing(part, given, data);
    const around = document.createDocumentFragment();
    compiled(part.template)(self, around, () => children.map(drawn));
    const root = around.firstElementChild;
    dressAll(root, self.$attrs);
    self.$el = root;
    for (const name of SETTLE) if (self[name]) settling.push(self[name]);
    if (self.fit && !data) settling.push(() => refit(part, given, children, self));
    return root;
  };

  // What depends on its own width is known only when it stands.
  const refit = (part, given, children, self) => {
    const names = Object.keys(part.data.call(self));
    const before = names.map((name) => self[name]);
    self.fit();
    if (names.every((name, at) => self[name] === before[at])) return;
    const data = Object.fromEntries(names.map((name) => [name, self[name]]));
    self.$el.replaceWith(component(part, given, children, data));
  };

  const drawn = ({ tag, id, classes: given, props = {}, text = "", children = [] }) => {
    const all = { id, class: given, ...props };
    if (tag in parts) return component(parts[tag], all, children);
    const element = document.createElement(tag);
    dressAll(element, all);
    element.append(text, ...children.map(drawn));
    return element;
  };

  // Where the page fetches its font early, that is wanted at the first layout and not after it.
  const ready = (text) => {
    if (!document.querySelector("link[as=font]")) return;
    const letters = /[\u0100-\u024f]/.test(text) ? "a\u0101" : "a";
    for (const weight of WEIGHTS) document.fonts.load(`${weight} 1em Roboto`, letters);
  };

  const first = { parts };
  first.draw = () => {
    const view = document.getElementById("first-view");
    const { textContent } = document.getElementById("first-elements");
    document.documentElement.dataset.firstView = "";
    ready(textContent);
    try {
      view.append(drawn(JSON.parse(textContent)));
    } catch (failure) {
      view.remove(); // the page then waits for Vue, as if this did not exist
      throw failure;
    }
    first.keep(view);
    // The application is not to begin before this has been painted; a hidden tab paints nothing.
    first.painted = new Promise((done) => {
      if (document.hidden) done();
      setTimeout(done, 250);
      requestAnimationFrame(() => {
        if (view.isConnected) settling.forEach((settle) => settle());
        setTimeout(done);
      });
    });
  };
  return first;
})();
