/* Zooms the fabric picture: buttons, wheel with Ctrl, keyboard, pinch. Without it the picture is whole. */
(() => {
  "use strict";
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const MOST = 8, STEP = 1.4;

  class Zoom {
    constructor(svg) {
      this.svg = svg;
      this.home = svg.getAttribute("viewBox").split(" ").map(Number);
      this.box = this.home.slice();
    }
    scale() { return this.home[2] / this.box[2]; }
    draw(box) {
      const [, , width, height] = this.home;
      const x = Math.min(Math.max(box[0], 0), width - box[2]);
      const y = Math.min(Math.max(box[1], 0), height - box[3]);
      const goal = [x, y, box[2], box[3]];
      cancelAnimationFrame(this.frame);
      if (still.matches) return this.set(goal);
      const from = this.box.slice(), begun = performance.now();
      const turn = (now) => {
        const t = Math.min(1, (now - begun) / 160), ease = t * (2 - t);
        this.set(from.map((value, n) => value + (goal[n] - value) * ease));
        if (t < 1) this.frame = requestAnimationFrame(turn);
      };
      this.frame = requestAnimationFrame(turn);
      return undefined;
    }
    set(box) {
      this.box = box;
      this.svg.setAttribute("viewBox", box.join(" "));
      this.svg.parentElement.toggleAttribute("data-zoomed", this.scale() > 1.001);
    }
    by(factor, at = [0.5, 0.5]) {
      const scale = Math.min(MOST, Math.max(1, this.scale() * factor));
      const width = this.home[2] / scale, height = this.home[3] / scale;
      const [x, y, w, h] = this.box;
      this.draw([x + (w - width) * at[0], y + (h - height) * at[1], width, height]);
    }
    move(dx, dy) {
      const [x, y, w, h] = this.box;
      this.draw([x + dx * w, y + dy * h, w, h]);
    }
    whole() { this.draw(this.home); }
  }

  const KEYS = {
    "+": (zoom) => zoom.by(STEP), "=": (zoom) => zoom.by(STEP), "-": (zoom) => zoom.by(1 / STEP),
    ArrowLeft: (zoom) => zoom.move(-0.2, 0), ArrowRight: (zoom) => zoom.move(0.2, 0),
    ArrowUp: (zoom) => zoom.move(0, -0.2), ArrowDown: (zoom) => zoom.move(0, 0.2),
    Escape: (zoom) => zoom.whole(), 0: (zoom) => zoom.whole(),
  };

  function listen(loom, current) {
    for (const button of loom.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => current().by(button.dataset.zoom === "in" ? STEP : 1 / STEP));
    }
    loom.querySelector(".zoom").hidden = false;
    loom.addEventListener("keydown", (pressed) => {
      const act = KEYS[pressed.key];
      if (!act || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
      if (pressed.key.startsWith("Arrow") && current().scale() <= 1.001) return;
      pressed.preventDefault();
      act(current());
    });
  }

  function touch(view, zoom) {
    view.addEventListener("wheel", (turned) => {
      if (!turned.ctrlKey && zoom.scale() <= 1.001) return;
      turned.preventDefault();
      const box = view.getBoundingClientRect();
      const at = [(turned.clientX - box.left) / box.width, (turned.clientY - box.top) / box.height];
      zoom.by(turned.deltaY < 0 ? 1.15 : 1 / 1.15, at);
    }, { passive: false });
    const held = new Map();
    let apart = 0;
    view.addEventListener("pointerdown", (down) => { held.set(down.pointerId, down); apart = 0; });
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      view.addEventListener(name, (up) => held.delete(up.pointerId));
    }
    view.addEventListener("pointermove", (moved) => {
      const before = held.get(moved.pointerId);
      if (!before) return;
      held.set(moved.pointerId, moved);
      const box = view.getBoundingClientRect();
      if (held.size === 2) {
        const [one, other] = [...held.values()];
        const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        if (apart) zoom.by(now / apart);
        apart = now;
      } else if (zoom.scale() > 1.001) {
        zoom.move((before.clientX - moved.clientX) / box.width, (before.clientY - moved.clientY) / box.height);
      }
    });
  }

  for (const loom of document.querySelectorAll("[data-loom]:not([data-points])")) {
    const views = [...loom.querySelectorAll(".view")].filter((view) => view.querySelector("svg.cloth"));
    if (!views.length) continue;
    const zooms = new Map(views.map((view) => [view, new Zoom(view.querySelector("svg.cloth"))]));
    zooms.forEach((zoom, view) => touch(view, zoom));
    listen(loom, () => zooms.get(views.find((view) => view.offsetParent !== null) || views[0]));
  }
  window.fabricKeys = { listen };
})();
