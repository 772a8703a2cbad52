/* A small box that tells more of what the pointer or the focus is on. */

let tipped = null;

function listenForTips() {
  const on = (event) => showTip(event.target.closest?.("[data-tip]"));
  document.addEventListener("pointerover", on);
  document.addEventListener("focusin", on);
  document.addEventListener("pointerout", (event) => event.target.closest?.("[data-tip]") && hideTip());
  document.addEventListener("focusout", hideTip);
  document.addEventListener("scroll", placeTip, { passive: true, capture: true });
}

function showTip(about) {
  if (!about || about === tipped) return;
  hideTip();
  const tip = $("tip");
  tip.textContent = about.dataset.tip; // attributes hold visible text already
  tip.hidden = false;
  tipped = about;
  about.setAttribute("aria-describedby", [about.getAttribute("aria-describedby"), "tip"].filter(Boolean).join(" "));
  placeTip();
}

function placeTip() {
  if (!tipped) return;
  const tip = $("tip");
  const [box, own] = [tipped.getClientRects()[0] ?? tipped.getBoundingClientRect(), tip.getBoundingClientRect()];
  const above = box.top - own.height - 6;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 8))}px`;
  tip.style.top = `${above > 8 ? above : box.bottom + 6}px`;
}

function hideTip() {
  if (!tipped) return;
  const others = (tipped.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== "tip").join(" ");
  if (others) tipped.setAttribute("aria-describedby", others);
  else tipped.removeAttribute("aria-describedby");
  tipped = null;
  $("tip").hidden = true;
}
