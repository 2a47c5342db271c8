// A project: its files, what each template renders to, and what is wrong with it. The file in view is rendered with the key;
// all others when the browser has nothing else to do.

import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { Environment, Template } from "nunjucks";

export const FUNKO = "funko.yml";
const TEMPLATE_FOLDER = "template/";
const environment = new Environment(null, { autoescape: false });

export class Project {
  #listeners = new Set();
  #rendered = new Map(); // path -> { text, context, template, output or error }
  #next = 0; // of paths, to be looked at again
  #idle = 0;

  constructor(name, files) {
    this.open(name, files);
  }

  // For useSyncExternalStore: each change makes another state.
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  state = () => this.current;

  openZip(bytes) {
    const files = new Map();
    let name = "runtime";
    for (const [path, content] of Object.entries(unzipSync(bytes))) {
      if (path.endsWith("/")) continue;
      const cut = path.indexOf("/") + 1;
      name = path.slice(0, cut - 1) || name;
      files.set(path.slice(cut), strFromU8(content));
    }
    this.open(name, files);
  }

  open(name, files) {
    this.files = files;
    this.name = name;
    this.#rendered = new Map();
    this.found = null;
    this.fresh = { name: "hello", runtime: `./${name}` };
    const funko = this.render(`${TEMPLATE_FOLDER}${FUNKO}.j2`);
    this.files.set(FUNKO, funko.output ?? "");
    this.readFunko();
    this.paths = [...files.keys()].sort();
    this.active = files.has("Dockerfile.j2") ? "Dockerfile.j2" : this.paths[0];
    this.renderAll();
    this.changed();
  }

  show(path) {
    this.active = path;
    this.changed();
  }

  edit(path, text) {
    this.files.set(path, text);
    if (path === FUNKO) {
      this.readFunko();
      this.renderAll();
    } else {
      this.render(path);
    }
    this.changed();
  }

  readFunko() {
    this.wrong = null;
    try {
      const { name, runtime, options } = load(this.files.get(FUNKO), { schema: FAILSAFE_SCHEMA });
      this.context = { name, runtime, options: options ?? {} };
    } catch (error) {
      this.context ??= { ...this.fresh, options: {} };
      this.wrong = error.message;
    }
  }

  changed() {
    const output = this.render(this.active);
    this.current = { paths: this.paths, active: this.active, text: this.files.get(this.active), output, funko: this.files.get(FUNKO), problems: this.problems() };
    for (const listener of this.#listeners) listener();
  }

  // What the file becomes. A template that fails keeps the last output that it had.
  render(path) {
    const text = this.files.get(path);
    if (!path.endsWith(".j2") || text === undefined) return { output: text };
    const context = path.startsWith(TEMPLATE_FOLDER) ? this.fresh : this.context;
    const before = this.#rendered.get(path);
    if (before?.text === text && before.context === context) return before;
    const now = { text, context, output: before?.output };
    try {
      now.template = before?.text === text && before.template ? before.template : new Template(text, environment, path, true);
      now.output = now.template.render(context);
    } catch (error) {
      now.error = error.message;
    }
    if (before?.error !== now.error) this.found = null;
    this.#rendered.set(path, now);
    return now;
  }

  // In idle time; started anew when something changes meanwhile.
  renderAll() {
    this.#next = 0;
    this.#idle ||= requestIdleCallback(this.#renderSome);
  }

  #renderSome = (deadline) => {
    while (this.#next < this.paths.length && deadline.timeRemaining() > 1) this.render(this.paths[this.#next++]);
    this.#idle = this.#next < this.paths.length ? requestIdleCallback(this.#renderSome) : 0;
    if (!this.found) this.changed();
  };

  problems() {
    if (!this.found) {
      const failed = [...this.#rendered].filter(([, { error }]) => error);
      this.found = failed.map(([path, { error }]) => `${path}: ${error}`);
    }
    return this.wrong ? [`${FUNKO}: ${this.wrong}`, ...this.found] : this.found;
  }

  // What a build is made of: everything rendered, and the funko.
  exported() {
    const files = this.paths.filter((path) => !path.startsWith(TEMPLATE_FOLDER));
    return zipSync(Object.fromEntries(files.map((path) => [`hello/${path.replace(/\.j2$/, "")}`, strToU8(this.render(path).output ?? "")])));
  }
}
