"use strict";
// Everything is readable without this; it only hides what the reader does not ask for.
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  form.hidden = false;
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const rows = [...document.querySelectorAll("#matrix tbody tr")];
  const articles = [...document.querySelectorAll("article[data-verdict]")];
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set([...form.querySelectorAll("input[name=verdict]:checked")].map(box => box.value));
    const finds = element => words.every(word => element.dataset.text.includes(word));
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(finds(row) && row.dataset.verdicts.split(" ").some(verdict => verdicts.has(verdict)));
      if (!row.hidden) shown++;
    }
    for (const article of articles) article.hidden = !(finds(article) && verdicts.has(article.dataset.verdict));
    count.textContent = `${shown} of ${rows.length} scenarios`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  // A link to a mismatch that the filter hides shows it.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.hidden) { form.reset(); setTimeout(() => target.scrollIntoView()); }
  };
  addEventListener("hashchange", reveal);
  apply();
  reveal();
})();
