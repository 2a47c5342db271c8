// The page that the designer is measured beside: what it does that others can do as well, as one writes it today. Files, an
// editor, funko.yml, live output, problems of the rendering, zips in and out; no checks, no trees, nothing kept.

import example from "EXAMPLE";
import { memo, useDeferredValue, useRef, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { Editor } from "./editor.jsx";
import { FUNKO, Project } from "./project.js";
import "./style.css";

const ROW = 24;
const MOST_PROBLEMS = 200;
const project = new Project("example", new Map(Object.entries(example)));
const edit = (text) => project.edit(project.active, text);
const editFunko = (text) => project.edit(FUNKO, text);

function Page() {
  const { paths, active, text, output, funko, problems } = useSyncExternalStore(project.subscribe, project.state);
  const open = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    project.openZip(new Uint8Array(await file.arrayBuffer()));
  };
  const document = `${project.name} ${active}`;
  return (
    <>
      <header>
        <label>
          Open zip <input type="file" accept=".zip" aria-label="Open zip" onChange={open} />
        </label>
        <button onClick={download}>Export</button>
      </header>
      <main>
        <Files paths={paths} active={active} />
        <Editor label="Template editor" document={document} text={text} language={active.endsWith(".j2") ? "jinja" : ""} onChange={edit} />
        <Editor label="funko.yml editor" document={project.name} text={funko} language="yaml" onChange={editFunko} />
        <Editor label="Rendered output" document={document} text={output.output ?? ""} language={active.startsWith("Dockerfile") ? "dockerfile" : ""} />
        <Problems problems={useDeferredValue(problems)} />
      </main>
    </>
  );
}

// Only the rows in view are drawn.
const Files = memo(function Files({ paths, active }) {
  const [top, setTop] = useState(0);
  const pane = useRef(null);
  const first = Math.floor(top / ROW);
  const count = Math.ceil((pane.current?.clientHeight ?? innerHeight) / ROW) + 1;
  const rows = paths.slice(first, first + count).map((path, at) => (
    <button key={path} style={{ top: (first + at) * ROW }} aria-current={path === active} onClick={() => project.show(path)}>
      {path}
    </button>
  ));
  return (
    <nav ref={pane} aria-label="Files" onScroll={(event) => setTop(event.target.scrollTop)}>
      <div style={{ height: paths.length * ROW }}>{rows}</div>
    </nav>
  );
});

const Problems = memo(function Problems({ problems }) {
  return (
    <section className="problems" role="region" aria-label="Problems">
      {problems.length === 0 ? "No problems" : `${problems.length} problems`}
      <ul>
        {problems.slice(0, MOST_PROBLEMS).map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </section>
  );
});

function download() {
  const url = URL.createObjectURL(new Blob([project.exported()], { type: "application/zip" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: "hello.zip" });
  link.click();
  URL.revokeObjectURL(url);
}

createRoot(document.body).render(<Page />);
