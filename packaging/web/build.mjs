// Writes grader/web/static (and tests/web/axe.min.js) from what lies here, in grader/report and in node_modules. Run by `make assets`.
//   node build.mjs FOLDER_OF_THE_REPOSITORY
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";

const repository = process.argv[2];
const out = join(repository, "grader/web/static");
const report = join(repository, "grader/report");
const sources = [
  ...walk(join(repository, "packaging/web")),
  ...["tokens.css", "page.css", "parts.css"].map((name) => join(report, name)),
];

// As tests/web/test_assets.py reads them: path, size and content of each source, in order of their paths.
function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.name === "node_modules" ? [] : entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}
function digest(files, root) {
  const hash = createHash("sha256");
  const named = files.map((file) => [file.slice(root.length + 1).split(sep).join("/"), file]);
  for (const [name, file] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const data = readFileSync(file);
    hash.update(`${name}\0${data.length}\0`).update(data);
  }
  return hash.digest("hex");
}

// `@import "report:colours"` and `@import "report:parts"`: the look of reports, made fit for pages that hold more.
const reportStyles = {
  name: "report-styles",
  setup(bundler) {
    bundler.onResolve({ filter: /^report:/ }, ({ path }) => ({ path, namespace: "report" }));
    bundler.onLoad({ filter: /.*/, namespace: "report" }, ({ path }) => ({
      loader: "css",
      contents: path === "report:colours" ? colours() : path === "report:page" ? read("page.css") : parts(),
    }));
  },
};
function read(name) {
  return readFileSync(join(report, name), "utf8");
}
// Light or dark as the system has it, unless the reader chose: then the root says data-theme.
function colours() {
  const text = read("tokens.css");
  const dark = /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/.exec(text);
  const light = text.slice(0, dark.index);
  return `${light}
    @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {${dark[1]}} }
    :root[data-theme="dark"] { color-scheme: dark; ${dark[1]}}
    :root[data-theme="light"] { color-scheme: light; }`;
}
// Plain element names mean the report's own elements only, at no higher weight than they had.
function parts() {
  const sizes = Array.from({ length: 100 }, (_, index) => `.wide-${index + 1} { flex-grow: ${index + 1}; }`);
  return `:where(.report) { ${read("parts.css")} }\n${sizes.join("\n")}`;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });
const common = {
  bundle: true,
  minify: true,
  legalComments: "none",
  metafile: true,
  outdir: out,
  target: ["chrome111", "firefox114", "safari16.4"],
  logLevel: "warning",
};
const scripts = await build({ ...common, entryPoints: ["app.js", "editor.js", "math.js", "lti.js"], format: "iife" });
const styles = await build({ ...common, entryPoints: ["app.css"], plugins: [reportStyles] });

// KaTeX: woff2 is what every browser that runs the rest reads.
const katex = "node_modules/katex/dist";
const fonts = readFileSync(join(katex, "katex.min.css"), "utf8").replaceAll(
  /src:(url\([^)]*\.woff2\) format\("woff2"\))[^;}]*/g,
  "src:$1",
);
writeFileSync(join(out, "math.css"), fonts);
for (const [, name] of fonts.matchAll(/url\(fonts\/([^)]*)\)/g)) {
  copyFileSync(join(katex, "fonts", name), join(out, "fonts", name));
}

copyFileSync("icon.svg", join(out, "icon.svg"));

// What tests ask whether everybody can use a page; no page of ours loads it.
copyFileSync("node_modules/axe-core/axe.min.js", join(repository, "tests/web/axe.min.js"));
copyFileSync("node_modules/axe-core/LICENSE", join(repository, "tests/web/axe.LICENSE.txt"));

// What is in the bundles, with the terms it comes under.
const inside = Object.keys({ ...scripts.metafile.inputs, ...styles.metafile.inputs }).flatMap((file) => {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
  return found ? [found[1]] : [];
});
const licences = [...new Set(inside)].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const text = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((file) => `node_modules/${name}/${file}`).find(existsSync);
  if (!text) throw new Error(`${name} says no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(text, "utf8").trim()}\n`;
});
writeFileSync(join(out, "LICENSES.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));

const built = walk(out);
writeFileSync(
  join(out, "built.json"),
  `${JSON.stringify({ sources: digest(sources, repository), files: digest(built, out) }, null, 2)}\n`,
);
