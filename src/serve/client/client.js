// Keeps a page as fresh as its source: listens for changes, and brings the document to what the server has now, node by node.
// What the reader did to the page stays: scroll, selection, what is open, what plays, what was typed.

const own = new URL(import.meta.url);
const root = own.pathname.replace(/__diglot\/client\.js$/, "");
let tag = own.searchParams.get("tag") ?? "";
let updating = Promise.resolve();

if (own.searchParams.has("quiet")) {
  // The page around this one hears of changes, and passes them on.
  document.addEventListener("diglot:refresh", () => (updating = updating.then(refresh).catch(() => location.reload())));
} else {
  listen();
}

// Listens while the page can be seen: browsers allow six connections to a host, and tabs out of sight would take them from others. One that
// comes back is told the state of its page at once.
function listen() {
  const page = encodeURIComponent(location.pathname);
  const [overlay, mark] = [makeOverlay(), makeMark()];
  const take = (event) => {
    const state = JSON.parse(event.data);
    // The panel has a place of its own for them.
    if (document.documentElement.dataset.diglot !== "panel") overlay.show(state.diagnostics);
    mark.show(state.mark);
    if (state.tag !== tag) {
      updating = updating.then(() => update(state.tag)).catch(() => location.reload());
    }
  };
  let events = null;
  const attend = () => {
    if (document.visibilityState === "hidden") {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource(`${root}__diglot/events?page=${page}`);
      events.addEventListener("state", take);
    }
  };
  document.addEventListener("visibilitychange", attend);
  attend();
}

async function update(wanted) {
  if (wanted === tag) return;
  await refresh();
  tag = wanted;
}

// Fetches the page as it is now, and changes what differs.
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  // What a document may run and load is settled when it is opened.
  if (policy(document) !== policy(next)) return location.reload();
  await loadStyles(next);
  const changed = [];
  morph(document.documentElement, next.documentElement, changed);
  const revealed = reveal(changed);
  document.dispatchEvent(new CustomEvent("diglot:update", { detail: { revealed } }));
}

const policy = (of) => of.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content;

// New style sheets are loaded before the old ones go, so that the page is never bare.
function loadStyles(next) {
  const sheets = (of) => [...of.querySelectorAll('link[rel~="stylesheet"]')];
  const known = new Set(sheets(document).map((link) => link.getAttribute("href")));
  const loading = sheets(next).filter((link) => !known.has(link.getAttribute("href")));
  return Promise.all(
    loading.map(
      (link) =>
        new Promise((resolve) => {
          const fresh = document.importNode(link);
          fresh.onload = fresh.onerror = resolve;
          document.head.append(fresh);
        }),
    ),
  );
}

// What belongs to the reader, or to scripts that ran, and not to the source.
const READERS_ATTRIBUTES = { DETAILS: ["open"], DIALOG: ["open"], HTML: ["class", "style", "data-scheme"] };
const PLAYING = new Set(["VIDEO", "AUDIO", "IFRAME", "OBJECT", "EMBED", "CANVAS"]);

function morph(live, next, changed) {
  if (live.isEqualNode(next)) return;
  if (live.nodeType !== Node.ELEMENT_NODE) {
    if (live.nodeValue !== next.nodeValue) {
      live.nodeValue = next.nodeValue;
      if (!isBlank(live)) changed.push(live.parentElement);
    }
    return;
  }
  if (morphAttributes(live, next)) changed.push(live);
  if (live.nodeName === "SCRIPT" || live.nodeName === "STYLE") {
    if (live.textContent !== next.textContent) live.textContent = next.textContent;
    return;
  }
  if (PLAYING.has(live.nodeName) && live.innerHTML === next.innerHTML) return;
  morphChildren(live, next, changed);
}

function morphAttributes(live, next) {
  const kept = READERS_ATTRIBUTES[live.nodeName] ?? [];
  let changes = false;
  for (const { name } of [...live.attributes]) {
    if (!next.hasAttribute(name) && !kept.includes(name)) {
      live.removeAttribute(name);
      changes = true;
    }
  }
  for (const { name, value } of [...next.attributes]) {
    if (live.getAttribute(name) !== value && !kept.includes(name)) {
      live.setAttribute(name, value);
      changes = true;
    }
  }
  return changes;
}

// Brings the children of one node to those of another. Equal nodes stay; between them, nodes of one kind are changed in place, and only the
// rest come and go.
function morphChildren(live, next, changed) {
  const olds = [...live.childNodes].filter((node) => !isOurs(node));
  const news = [...next.childNodes];
  let start = 0;
  while (start < olds.length && start < news.length && olds[start].isEqualNode(news[start])) start += 1;
  let end = 0;
  const rest = () => Math.min(olds.length, news.length) - start;
  while (end < rest() && olds[olds.length - 1 - end].isEqualNode(news[news.length - 1 - end])) end += 1;
  const before = olds.slice(start, olds.length - end);
  const after = news.slice(start, news.length - end);
  const anchor = end > 0 ? olds[olds.length - end] : null;
  const pairs = match(before, after);
  const kept = new Set(pairs.filter(Boolean));
  for (const node of before) {
    if (!kept.has(node)) {
      if (!isBlank(node)) changed.push(node.nextElementSibling ?? node.previousElementSibling ?? live);
      node.remove();
    }
  }
  let place = before.find((node) => kept.has(node)) ?? anchor;
  after.forEach((wanted, index) => {
    const old = pairs[index];
    if (!old) {
      const fresh = document.importNode(wanted, true);
      live.insertBefore(fresh, place);
      if (!isBlank(fresh)) changed.push(fresh.nodeType === Node.ELEMENT_NODE ? fresh : live);
      return;
    }
    if (old !== place) live.insertBefore(old, place);
    place = old.nextSibling;
    while (place && isOurs(place)) place = place.nextSibling;
    morph(old, wanted, changed);
  });
}

// For each new node the old one that it continues: one that is equal, else one of its id, else the next of its kind; in order.
function match(olds, news) {
  const pairs = new Array(news.length).fill(null);
  const free = new Set(olds);
  const take = (index, test) => {
    for (const old of free) {
      if (test(old)) {
        pairs[index] = old;
        free.delete(old);
        return;
      }
    }
  };
  news.forEach((node, index) => {
    if (node.id) take(index, (old) => old.id === node.id && old.nodeName === node.nodeName);
  });
  news.forEach((node, index) => {
    if (!pairs[index]) take(index, (old) => old.isEqualNode(node));
  });
  const isAlike = (old, node) => old.nodeName === node.nodeName && !old.id && !node.id && isSameThing(old, node);
  news.forEach((node, index) => {
    if (!pairs[index]) take(index, (old) => isAlike(old, node));
  });
  return pairs;
}

// A style sheet, a script or an image of another address is another thing.
function isSameThing(old, node) {
  if (old.nodeName === "LINK") return old.getAttribute("href") === node.getAttribute("href") && old.rel === node.rel;
  if (old.nodeName === "SCRIPT") return false;
  if (PLAYING.has(old.nodeName)) return old.getAttribute("src") === node.getAttribute("src");
  return true;
}

// Blanks between elements, and comments, show nothing.
function isBlank(node) {
  return node.nodeType === Node.COMMENT_NODE || (node.nodeType === Node.TEXT_NODE && !node.nodeValue.trim());
}

// Nodes that no source has: the server's own, and those that the theme's scripts have made.
function isOurs(node) {
  if (node.dataset?.made !== undefined) return true;
  return node.nodeName === "DIGLOT-OVERLAY" || node.nodeName === "DIGLOT-MARK" || node.nodeName === "DIGLOT-REMARK";
}

// Shows the reader where the page changed: the first change of the last section that has one is scrolled to where it is out of sight. What
// changes with a text – the minutes that it takes to read, the table of contents – stands before it, or in navigation. Returns whether a
// change was there to be shown.
function reveal(changed) {
  if (document.documentElement.dataset.diglot) return false;
  const nodes = changed.filter((node) => node?.isConnected && document.body.contains(node) && node !== document.body);
  const partOf = (each) => each.closest("section, article > *, main > *");
  const inText = nodes.filter((each) => partOf(each) && !each.closest("nav, aside, footer"));
  inText.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const last = inText.length && partOf(inText.at(-1));
  const node = inText.find((each) => partOf(each) === last);
  const section = node?.closest("section") ?? node;
  if (!section) return false;
  const box = node.getBoundingClientRect();
  const isSeen = box.bottom > 0 && box.top < innerHeight;
  if (!isSeen) node.scrollIntoView({ block: box.height < innerHeight ? "center" : "start", behavior: "instant" });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  section.animate([{ outline: "3px solid #e8590c", outlineOffset: "-3px" }, { outline: "3px solid transparent", outlineOffset: "-3px" }], {
    duration: calm ? 1 : 1200,
  });
  return true;
}

// What keeps the public from the page, in its corner.
function makeMark() {
  const host = document.createElement("diglot-mark");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.innerHTML = `<link rel="stylesheet" href="${root}__diglot/overlay.css"><p class="mark" role="note"></p>`;
  return {
    show(text) {
      shadow.querySelector("p").textContent = text ?? "";
      if (text) document.documentElement.append(host);
      else host.remove();
    },
  };
}

// The faults, over the page, each with its lines.
function makeOverlay() {
  customElements.define("diglot-overlay", class extends HTMLElement {});
  const host = document.createElement("diglot-overlay");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.innerHTML = `<link rel="stylesheet" href="${root}__diglot/overlay.css">
    <section role="alert" aria-label="Diglot" hidden><header><strong></strong>
    <button type="button">Hide</button></header><ol></ol></section>`;
  const panel = shadow.querySelector("section");
  const list = shadow.querySelector("ol");
  shadow.querySelector("button").addEventListener("click", () => (panel.hidden = true));
  const item = (fault) => {
    const entry = document.createElement("li");
    entry.className = fault.severity;
    const text = document.createElement("pre");
    text.textContent = fault.text;
    entry.append(text);
    return entry;
  };
  return {
    show(faults) {
      const count = (severity) => faults.filter((fault) => fault.severity === severity).length;
      const words = (number, word) => (number ? [`${number} ${word}${number === 1 ? "" : "s"}`] : []);
      const counts = ["error", "warning", "note"].flatMap((severity) => words(count(severity), severity));
      shadow.querySelector("strong").textContent = counts.join(", ");
      list.replaceChildren(...faults.map(item));
      panel.hidden = faults.length === 0;
      if (faults.length && !host.isConnected) document.documentElement.append(host);
      if (!faults.length) host.remove();
    },
  };
}
