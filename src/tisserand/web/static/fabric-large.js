/* The fabric of a large network, to explore: one stitch a person, drawn on a canvas by ECharts from places
   computed on the server. Without it, or without its points, the smaller picture stays. */
(() => {
  "use strict";
  const { listen } = window.fabricKeys;
  const MOST = 60, NAMES = 40;
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isNight = () => window.matchMedia("(prefers-color-scheme: dark)").matches;

  /* The middle of each stitch, upright and lying ones apart, by colour. */
  function stitches(told) {
    const found = new Map();
    for (const circle of told.circles) {
      if (!found.has(circle.colour)) found.set(circle.colour, [[], []]);
      const places = found.get(circle.colour);
      const turn = (circle.tilt * Math.PI) / 180, cos = Math.cos(turn), sin = Math.sin(turn);
      let sumX = 0, sumY = 0, count = 0;
      for (let n = 0; n < circle.rows.length; n += 3) {
        const [y, first, last] = circle.rows.slice(n, n + 3), wide = last - first + 1;
        sumX += ((first + last) / 2) * wide; sumY += y * wide; count += wide;
      }
      for (let n = 0; n < circle.rows.length; n += 3) {
        const [y, first, last] = circle.rows.slice(n, n + 3), down = (y - sumY / count) * told.pitch;
        for (let x = first; x <= last; x += 1) {
          const along = (x - sumX / count) * told.pitch;
          places[(x + y) & 1].push(circle.x + along * cos - down * sin, circle.y + along * sin + down * cos);
        }
      }
    }
    return found;
  }

  class Explorer {
    constructor(area, told) {
      this.area = area;
      this.told = told;
      this.sewn = stitches(told);
      this.chart = window.echarts.init(area, null, { renderer: "canvas" });
      this.middle = [told.width / 2, told.height / 2];
      this.factor = 1;
      this.chart.on("finished", () => { area.dataset.drawn = String(Number(area.dataset.drawn || 0) + 1); });
      this.chart.on("click", ({ data }) => { if (data && data.ref) this.open(data.ref); });
      this.draw(true);
    }
    open(ref) {
      const address = new URL(window.location.href);
      address.searchParams.set("at", ref);
      address.hash = "here";
      window.location.assign(address);
    }
    scale() { return this.factor; }
    /* Pixels of the screen for one unit of the picture. */
    unit() {
      const { clientWidth, clientHeight } = this.area;
      return Math.min(clientWidth / this.told.width, clientHeight / this.told.height) * 0.92 * this.factor;
    }
    axes() {
      const unit = this.unit(), half = [this.area.clientWidth / unit / 2, this.area.clientHeight / unit / 2];
      return [0, 1].map((n) => ({ min: this.middle[n] - half[n], max: this.middle[n] + half[n] }));
    }
    by(factor, at = [0.5, 0.5]) {
      const before = this.axes();
      this.factor = Math.min(MOST, Math.max(1, this.factor * factor));
      const after = this.axes();
      for (const n of [0, 1]) {
        const place = before[n].min + (before[n].max - before[n].min) * at[n];
        this.middle[n] = place + (0.5 - at[n]) * (after[n].max - after[n].min);
      }
      this.draw();
    }
    move(dx, dy) {
      const axes = this.axes();
      [dx, dy].forEach((share, n) => { this.middle[n] += share * (axes[n].max - axes[n].min); });
      this.draw();
    }
    whole() {
      this.middle = [this.told.width / 2, this.told.height / 2];
      this.factor = 1;
      this.draw();
    }
    draw(anew = false) {
      [this.told.width, this.told.height].forEach((size, n) => {
        this.middle[n] = Math.min(size, Math.max(0, this.middle[n]));
      });
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.chart.setOption(this.option(), { notMerge: anew, lazyUpdate: false }));
    }
    option() {
      const [x, y] = this.axes(), hidden = { show: false, type: "value", animation: false };
      return {
        animation: false,
        grid: { left: 0, right: 0, top: 0, bottom: 0 },
        xAxis: { ...hidden, ...x },
        yAxis: { ...hidden, ...y, inverse: true },
        textStyle: { fontFamily: token("--text") },
        tooltip: {
          renderMode: "richText", confine: true, backgroundColor: token("--paper"), borderColor: token("--thread-strong"),
          textStyle: { color: token("--ink"), fontSize: 14 },
          formatter: ({ data }) => (data && data.said ? data.said : ""),
        },
        series: [...this.threads(), this.patches(), ...this.people(), this.knots(), this.names()],
      };
    }
    threads() {
      const { circles, bridges } = this.told, wide = Math.min(4, Math.max(1, this.unit() * 5));
      const lines = (end, dash) => ({
        type: "lines", coordinateSystem: "cartesian2d", silent: true, id: `threads-${end}`, z: 1,
        data: bridges.map((one) => ({
          coords: [one.a, one.b].map((rank) => [circles[rank].x, circles[rank].y]),
          lineStyle: {
            color: circles[one[end]].colour, width: wide * (0.7 + one.threads * 0.5), opacity: 1,
            type: one.broken ? [dash, dash * 2.2] : end === "a" ? "solid" : [dash, dash],
          },
        })),
      });
      return [lines("a", 7), lines("b", 7)];
    }
    patches() {
      const unit = this.unit();
      return {
        type: "scatter", id: "patches", z: 2, data: this.told.circles.map((one) => ({
          value: [one.x, one.y], ref: one.ref, symbolSize: one.r * 2 * unit,
          said: [one.name, one.line, one.alone].filter(Boolean).join("\n"),
          itemStyle: {
            color: one.colour, opacity: isNight() ? 0.5 : 0.25,
            ...(one.alone ? { borderColor: token("--madder"), borderWidth: 2, borderType: "dotted" } : {}),
          },
        })),
      };
    }
    people() {
      const long = Math.max(0.9, this.told.pitch * 0.62 * this.unit()), thin = Math.max(0.9, long * 0.42);
      const sizes = [[thin, long], [long, thin]];
      return [...this.sewn].flatMap(([colour, places], rank) => places.map((flat, way) => ({
        type: "scatter", id: `people-${rank}-${way}`, z: 3, large: true, largeThreshold: 400, silent: true,
        symbol: "rect", symbolSize: sizes[way], itemStyle: { color: colour, opacity: isNight() ? 0.85 : 1 },
        progressive: 0, dimensions: ["x", "y"], data: Float32Array.from(flat),
      })));
    }
    knots() {
      const { circles, bridges } = this.told, size = Math.min(26, Math.max(7, this.unit() * 40));
      return {
        type: "scatter", id: "knots", z: 4, symbol: "rect", symbolSize: size, data: bridges.map((one) => ({
          value: [(circles[one.a].x + circles[one.b].x) / 2, (circles[one.a].y + circles[one.b].y) / 2],
          ref: one.ref, said: [one.words, one.line].filter(Boolean).join("\n"),
          itemStyle: {
            color: circles[one.a].colour, borderColor: one.broken ? token("--madder") : circles[one.b].colour, borderWidth: size / 4,
          },
        })),
      };
    }
    names() {
      const ink = token("--ink"), ground = token("--linen"), title = token("--title");
      const large = [...this.told.circles].sort((one, other) => other.r - one.r);
      const some = this.factor < 1.2 ? large.slice(0, NAMES) : large;
      return {
        type: "scatter", id: "names", z: 5, silent: true, symbolSize: 1, itemStyle: { color: "transparent" },
        labelLayout: { hideOverlap: true },
        data: some.map((one) => ({
          value: [one.x, one.y],
          label: {
            show: true, position: "inside", formatter: one.you ? `${one.name} · ${one.you}` : one.name, color: one.you ? token("--madder") : ink,
            fontFamily: title, fontWeight: 600, fontSize: 14, textBorderColor: ground, textBorderWidth: 4,
          },
        })),
      };
    }
  }

  function touch(area, explorer) {
    const share = (at) => {
      const box = area.getBoundingClientRect();
      return [(at.clientX - box.left) / box.width, (at.clientY - box.top) / box.height];
    };
    area.addEventListener("wheel", (turned) => {
      turned.preventDefault();
      explorer.by(turned.deltaY < 0 ? 1.2 : 1 / 1.2, share(turned));
    }, { passive: false });
    const held = new Map();
    let apart = 0;
    area.addEventListener("pointerdown", (down) => { held.set(down.pointerId, down); apart = 0; });
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      area.addEventListener(name, (up) => held.delete(up.pointerId));
    }
    area.addEventListener("pointermove", (moved) => {
      const before = held.get(moved.pointerId);
      if (!before) return;
      held.set(moved.pointerId, moved);
      if (held.size === 2) {
        const [one, other] = [...held.values()];
        const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        if (apart) explorer.by(now / apart);
        apart = now;
      } else {
        const [from, to] = [share(before), share(moved)];
        explorer.move(from[0] - to[0], from[1] - to[1]);
      }
    });
  }

  for (const loom of document.querySelectorAll("[data-loom][data-points]")) {
    fetch(loom.dataset.points, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((told) => {
        const area = document.createElement("div");
        area.dataset.chartArea = "";
        area.tabIndex = 0;
        area.setAttribute("role", "application");
        area.setAttribute("aria-label", loom.dataset.words);
        for (const view of loom.querySelectorAll(".view")) view.remove();
        loom.querySelector("figcaption").before(area);
        const explorer = new Explorer(area, told);
        listen(loom, () => explorer);
        touch(area, explorer);
        new ResizeObserver(() => { explorer.chart.resize(); explorer.draw(); }).observe(area);
        window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => explorer.draw());
      })
      .catch(() => loom.removeAttribute("data-points"));
  }
})();
