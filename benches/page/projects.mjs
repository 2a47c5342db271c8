// The projects that both pages open: made by number, so every run and both sides have the same.

import { strToU8, zipSync } from "fflate";

// The first lines of the output show these, so a look at the drawn lines tells how far a page has come.
export const TYPED = "# typed ["; // what is typed into the template stands behind it
export const TITLE = "# title ["; // the option that is typed into
export const OPENED = "# project ["; // the project's name

// The last file in every order, with an error: once it stands among the problems everything has been rendered.
export const LAST = "zz/last.txt.j2";

const FOLDER = 50;
const EXECUTABLE = 0o755;
const PLAIN = 0o644;
const UNIX = 3;

// A runtime as path -> text. `files` counts all but a broken one; `lines` is the length of the Dockerfile's template.
export function runtime({ name, files, lines = 33, broken = false }) {
  const made = {
    "Dockerfile.j2": dockerfile(name, lines),
    "README.md": `# ${name}\n\nMade to be measured.\n`,
    "template/funko.yml.j2": 'name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  title: ""\n  color: red\n  packages: [curl, git]\n',
    "template/main.txt": "hello\n",
  };
  for (let number = 0; Object.keys(made).length < files; number++) {
    const folder = `src/part${String(Math.floor(number / FOLDER)).padStart(3, "0")}`;
    const path = `${folder}/file${String(number).padStart(5, "0")}.txt`;
    // every second one is a template; few use the option that is typed into
    if (number % 2 === 0) made[`${path}.j2`] = template(number);
    else made[path] = "a line that is copied as it stands\n".repeat(30);
  }
  if (broken) made[LAST] = "{% if %}\n";
  return made;
}

// The same as a zip. `warned`: FaaSO changes the permissions of every file, which the designer warns of.
export function zip({ warned = false, ...project }) {
  const attrs = ((warned ? EXECUTABLE : PLAIN) | 0o100000) << 16;
  const entries = Object.entries(runtime(project));
  const options = { os: UNIX, attrs, mtime: "2026-01-01" };
  return Buffer.from(zipSync(Object.fromEntries(entries.map(([path, text]) => [`${project.name}/${path}`, [strToU8(text), options]]))));
}

function dockerfile(name, lines) {
  const head = [
    `${TYPED}]`,
    `${TITLE}{{ options.title }}]`,
    `${OPENED}${name}]`,
    "FROM alpine:3.22",
    '{% for package in options.packages %}',
    "RUN apk add --no-cache {{ package }}",
    "{% endfor %}",
    "WORKDIR /app",
    "COPY . .",
    "EXPOSE 3000",
    '# /ping answers',
    'CMD ["/app/run"]',
  ];
  // no two are alike: what compresses too well is taken for a bomb
  const block = (number) => {
    const word = Math.imul(number, 0x9e3779b1).toString(36);
    return [
      `# part ${number}: as long as it has to be`,
      `ENV NAME_${number}={{ name }}`,
      '{% if options.color == "red" %}',
      `ENV COLOR_${number}={{ options.color }}`,
      "{% endif %}",
      `LABEL part${number}={{ runtime }}.${word}`,
      `RUN echo ${word} && echo two && echo three`,
    ];
  };
  while (head.length + 7 <= lines) head.push(...block(head.length));
  while (head.length < lines) head.push("# the end");
  return `${head.join("\n")}\n`;
}

// Of some 30 lines. No two are alike: a browser compiles the same script but once.
function template(number) {
  const block = (part) => `{% if options.color == "red" %}
port 3000 of {{ name }}
{% endif %}
color {{ options.color | upper }} of ${number}.${part}
and a line of text
`;
  const titled = number % 1000 === 0 ? "{{ options.title }}\n" : "";
  return titled + [1, 2, 3, 4, 5, 6].map(block).join("");
}
