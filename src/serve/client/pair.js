// A page and its translation beside each other: sections that belong together stand at one height, and both sides scroll as one.

const sides = ["left", "right"];
// What is known of each side: its frame, and the style sheet that moves its sections.
const views = new Map();
// The side that leads: the other follows where it has scrolled.
let leader = "left";

bind();
document.addEventListener("diglot:update", () => {
  bind();
  // What has changed of the site may have changed either page.
  for (const view of views.values()) refresh(view);
  lay();
});
addEventListener("resize", lay);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-row]");
  if (!link) return;
  event.preventDefault();
  show(Number(link.dataset.row));
});

function rows() {
  return JSON.parse(document.getElementById("rows").textContent);
}

// Takes up the frames that have come, and lets go of those that are gone.
function bind() {
  for (const side of sides) {
    const frame = document.querySelector(`#${side} iframe`);
    const view = views.get(side);
    if (view?.frame === frame) continue;
    views.delete(side);
    if (!frame) continue;
    views.set(side, { frame, side });
    frame.addEventListener("load", () => enter(side));
    if (isReady(frame)) enter(side);
  }
}

function isReady(frame) {
  return frame.contentDocument?.readyState === "complete" && frame.contentWindow.location.href !== "about:blank";
}

// Has a frame's page look for changes, at once or, while it is still being loaded, as soon as it can hear.
function refresh(view) {
  view.isBehind = !view.document;
  view.document?.dispatchEvent(new CustomEvent("diglot:refresh"));
}

// A page has been loaded into a frame.
function enter(side) {
  const view = views.get(side);
  const window = view.frame.contentWindow;
  if (window.location.pathname !== new URL(view.frame.src).pathname) return follow(window.location.pathname);
  if (view.document === window.document) return;
  view.document = window.document;
  view.sheet = new window.CSSStyleSheet();
  view.document.adoptedStyleSheets = [...view.document.adoptedStyleSheets, view.sheet];
  view.document.addEventListener("diglot:update", ({ detail }) => {
    if (detail.revealed) leader = side;
    lay();
  });
  window.addEventListener("scroll", () => scrolled(side), { passive: true });
  window.addEventListener("pagehide", () => (view.document = null));
  new window.ResizeObserver(() => lay()).observe(view.document.body);
  if (view.isBehind) refresh(view);
  lay();
}

// A link in one of the columns has been followed: the other follows.
function follow(path) {
  const base = new URL(import.meta.url).pathname.replace(/\/__diglot\/pair\.js$/, "");
  location.assign(`${base}/__diglot/pair${path.slice(base.length)}`);
}

// The first element of each section, by the section's place in the document.
function sectionsOf(document) {
  const found = new Map();
  const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  while (comments.nextNode()) {
    const number = /^diglot:section (\d+)$/.exec(comments.currentNode.data)?.[1];
    const element = number && comments.currentNode.nextElementSibling;
    if (element) found.set(Number(number), element);
  }
  return found;
}

// How much is kept free above a section for what is said of it.
const STRIP = 40;

// Puts sections that belong together at one height: whichever stands higher is moved down. Nothing in the pages is touched but their
// style.
function lay() {
  const ready = [...views.values()].filter((view) => view.document);
  for (const view of ready) {
    view.sections = sectionsOf(view.document);
    view.place = placeOf(view);
  }
  const all = rows();
  if (ready.length === 2) align(ready, all);
  for (const view of ready) mark(view, all);
  const lead = views.get(leader)?.document ? views.get(leader) : ready[0];
  if (!lead) return;
  restore(lead);
  scrolled(lead.side);
}

function align(ready, all) {
  const wants = new Map(ready.map((view) => [view, new Map()]));
  for (const view of ready) view.sheet.replaceSync("");
  const margins = new Map(ready.map((view) => [view, new Map()]));
  const want = (view, element, edge, length) => {
    const key = `${edge} ${pathOf(element)}`;
    const own = margins.get(view);
    if (!own.has(key)) own.set(key, parseFloat(view.frame.contentWindow.getComputedStyle(element)[`margin${edge}`]) || 0);
    wants.get(view).set(key, (wants.get(view).get(key) ?? 0) + length);
  };
  const apply = () => {
    for (const view of ready) {
      const rule = ([key, length]) => {
        const [edge, path] = [key.slice(0, key.indexOf(" ")), key.slice(key.indexOf(" ") + 1)];
        return `${path} { margin-${edge.toLowerCase()}: ${margins.get(view).get(key) + length}px !important }`;
      };
      view.sheet.replaceSync([...wants.get(view)].map(rule).join("\n"));
    }
  };
  // Margins may collapse into each other, so that it is measured again what each step has come to.
  for (let pass = 0; pass < 4; pass += 1) {
    let moved = 0;
    const added = new Map(ready.map((view) => [view, 0]));
    for (const [number, row] of all.entries()) {
      const elements = ready.map((view) => view.sections.get(row[view.side]));
      const tops = ready.map((view, index) => elements[index] && topOf(view, elements[index]) + added.get(view));
      const strip = pass === 0 && row.remarks.length && number > 0 ? STRIP : 0;
      if (elements.every(Boolean)) {
        const height = Math.max(...tops) + strip;
        ready.forEach((view, index) => {
          const length = height - tops[index];
          if (length > 0.5) {
            want(view, elements[index], "Top", length);
            added.set(view, added.get(view) + length);
            moved += length;
          }
        });
      } else if (strip) {
        ready.forEach((view, index) => {
          if (!elements[index]) return;
          want(view, elements[index], "Top", strip);
          added.set(view, added.get(view) + strip);
        });
      }
    }
    apply();
    if (moved < 0.5 && pass > 0) break;
  }
  leaveRoom(ready, all, want, apply);
}

// Sections at the end that the other side lacks have room there too, before what follows; and both pages end at one height.
function leaveRoom(ready, all, want, apply) {
  for (const [index, view] of ready.entries()) {
    const other = ready[1 - index];
    const last = all.findLastIndex((row) => view.sections.has(row[view.side]));
    const tail = all.slice(last + 1).map((row) => other.sections.get(row[other.side])).filter(Boolean);
    if (last < 0 || !tail.length) continue;
    const first = tail[0].getBoundingClientRect();
    const length = tail.at(-1).getBoundingClientRect().bottom - first.top + STRIP;
    want(view, view.sections.get(all[last][view.side]), "Bottom", length);
  }
  apply();
  const heights = ready.map((view) => view.document.documentElement.scrollHeight);
  ready.forEach((view, index) => {
    const short = Math.max(...heights) - heights[index];
    if (short > 0.5) want(view, view.document.body, "Bottom", short);
  });
  apply();
}

function topOf(view, element) {
  return element.getBoundingClientRect().top + view.frame.contentWindow.scrollY;
}

// A selector of one element.
function pathOf(element) {
  const steps = [];
  for (let each = element; each.parentElement; each = each.parentElement) {
    steps.unshift(`:nth-child(${[...each.parentElement.children].indexOf(each) + 1})`);
  }
  return [":root", ...steps].join(" > ");
}

// Says beside each section what is to be said of it, and where one is missing, that it is.
function mark(view, all) {
  const layer = view.frame.parentElement.querySelector("diglot-marks");
  const other = [...views.values()].find((each) => each !== view && each.document);
  const marks = [];
  for (const [number, row] of all.entries()) {
    const element = view.sections.get(row[view.side]);
    const there = other?.sections?.get(row[other?.side]);
    if (!element && there && row[view.side] === null) {
      const box = note(["gap"], row.remarks, row.title);
      box.style.top = `${topOf(other, there)}px`;
      box.style.height = `${there.getBoundingClientRect().height}px`;
      marks.push(box);
    } else if (element && row.remarks.length && view.side === "right" && row[other?.side] !== null) {
      const box = note([], row.remarks, "");
      const room = number > 0 ? STRIP - 6 : 0;
      box.style.top = `${Math.max(0, topOf(view, element) - room)}px`;
      marks.push(box);
    }
  }
  layer.replaceChildren(...marks);
}

function note(classes, remarks, title) {
  const box = document.createElement("diglot-remark");
  box.classList.add(...classes);
  box.setAttribute("role", "note");
  if (title) box.append(Object.assign(document.createElement("strong"), { textContent: title }));
  for (const remark of remarks) {
    const text = Object.assign(document.createElement("span"), { textContent: remark.text });
    text.className = `remark ${remark.kind}`;
    box.append(text);
  }
  return box;
}

// Both sides scroll as one.
function scrolled(side) {
  const view = views.get(side);
  if (!view?.document) return;
  const top = view.frame.contentWindow.scrollY;
  if (document.hasFocus() && view.frame.matches(":hover, :focus")) leader = side;
  for (const each of views.values()) {
    if (!each.document) continue;
    if (each !== view && Math.abs(each.frame.contentWindow.scrollY - top) > 1) {
      each.frame.contentWindow.scrollTo({ top, behavior: "instant" });
    }
    each.frame.parentElement.querySelector("diglot-marks").style.setProperty("--scrolled", `${-top}px`);
  }
}

// Where a page is scrolled to: its first section in sight, and how far below the edge that begins.
function placeOf(view) {
  const height = view.frame.contentWindow.innerHeight;
  const seen = [...view.sections].filter(([, element]) => element.getBoundingClientRect().top < height / 2);
  const last = seen.at(-1);
  return last && view.frame.contentWindow.scrollY > 0 ? { number: last[0], top: last[1].getBoundingClientRect().top } : null;
}

function restore(view) {
  const element = view.place && view.sections.get(view.place.number);
  if (!element) return;
  const moved = element.getBoundingClientRect().top - view.place.top;
  if (Math.abs(moved) > 1) view.frame.contentWindow.scrollBy({ top: moved, behavior: "instant" });
}

// Scrolls both sides to a row.
function show(number) {
  const row = rows()[number];
  for (const view of views.values()) {
    const element = view.document && view.sections.get(row[view.side]);
    if (!element) continue;
    leader = view.side;
    view.frame.contentWindow.scrollTo({ top: topOf(view, element) - STRIP, behavior: "instant" });
    return scrolled(view.side);
  }
}
