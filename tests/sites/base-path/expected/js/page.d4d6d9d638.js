// What a page gains from scripts: a switch between light and dark, and a button that copies code. Without them nothing is missing.

const root = document.documentElement;
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : prefersDark.matches);

// What a template element holds, once, marked as no part of the page's source.
function made(template) {
  const element = template.content.firstElementChild.cloneNode(true);
  element.dataset.made = "";
  return element;
}

function addSwitch() {
  const template = document.getElementById("scheme-switch");
  if (!template || template.nextElementSibling?.matches("[data-made]")) return;
  const button = made(template);
  button.addEventListener("click", () => choose(isDark() ? "light" : "dark"));
  template.after(button);
}

// A choice that is the system's own is none: then the page goes on following the system.
function choose(scheme) {
  const isOwn = (scheme === "dark") === prefersDark.matches;
  if (isOwn) delete root.dataset.scheme;
  else root.dataset.scheme = scheme;
  try {
    if (isOwn) localStorage.removeItem("scheme");
    else localStorage.setItem("scheme", scheme);
  } catch {
    // Where nothing may be kept, the choice holds for this page.
  }
  show();
}

// The switch says what is chosen, and the browser's frame has its colour.
function show() {
  document.querySelector(".scheme-switch")?.setAttribute("aria-pressed", isDark());
  for (const frame of document.querySelectorAll('meta[name="theme-color"][media]')) {
    const own = frame.media.includes("dark") ? "dark" : "light";
    frame.dataset.content ??= frame.content;
    const chosen = root.dataset.scheme ?? own;
    const source = document.querySelector(`meta[name="theme-color"][media*="${chosen}"]`);
    frame.content = source.dataset.content ?? source.content;
  }
}

function addCopying() {
  const template = document.getElementById("copy-code");
  if (!template || !navigator.clipboard) return;
  for (const figure of document.querySelectorAll("figure.code")) {
    if (figure.querySelector(":scope > [data-made]")) continue;
    const button = made(template);
    button.addEventListener("click", () => copy(button, figure.querySelector("code").textContent));
    figure.append(button);
  }
}

async function copy(button, code) {
  await navigator.clipboard.writeText(code);
  const [before, after] = button.children;
  before.hidden = true;
  after.hidden = false;
  setTimeout(() => ([before.hidden, after.hidden] = [false, true]), 2000);
}

function enrich() {
  addSwitch();
  show();
  addCopying();
}

enrich();
prefersDark.addEventListener("change", show);
addEventListener("storage", ({ key, newValue }) => {
  if (key !== "scheme") return;
  if (newValue) root.dataset.scheme = newValue;
  else delete root.dataset.scheme;
  show();
});
document.addEventListener("diglot:update", enrich);
