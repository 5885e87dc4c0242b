// The network to be moved and looked into: the same nodes and lines as the drawing it stands in for, where they stand.
"use strict";
(() => {
  const drawing = document.querySelector("#network svg");
  if (!drawing || !window.Sigma || !document.createElement("canvas").getContext("webgl2")) return;
  const ink = (name) => {
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
  const height = drawing.viewBox.baseVal.height;
  const graph = new graphology.Graph({ multi: false, type: "undirected" });
  for (const a of drawing.querySelectorAll("a[data-id]")) {
    const circle = a.querySelector("circle");
    graph.addNode(a.dataset.id, {
      label: a.dataset.name, x: Number(circle.getAttribute("cx")), y: height - Number(circle.getAttribute("cy")),
      size: Number(circle.getAttribute("r")), color: getComputedStyle(circle).fill, to: a.getAttribute("href"),
    });
  }
  for (const line of drawing.querySelectorAll("line[data-one]")) {
    graph.addEdge(line.dataset.one, line.dataset.other, {
      size: Number(line.getAttribute("stroke-width")), color: ink("line"),
    });
  }
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  const place = drawing.parentElement;
  place.replaceChildren(canvas);
  const { nodes, edges } = Sigma.DEFAULT_STYLES;
  const words = { labelColor: ink("ink"), labelFont: getComputedStyle(document.body).fontFamily };
  const behind = { backdropColor: ink("paper"), backdropShadowColor: ink("line") };
  const shown = new Sigma(graph, canvas, {
    styles: { nodes: { ...nodes, ...words, ...behind }, edges },
    settings: { labelRenderedSizeThreshold: 3, gestureTarget: "page" },
  });
  const camera = shown.getCamera();
  const bar = document.querySelector("#network .bar");
  bar.hidden = false;
  for (const [name, move] of [["closer", "zoomIn"], ["wider", "zoomOut"], ["whole", "reset"]]) {
    bar.querySelector(`[data-do=${name}]`).addEventListener("click", () => {
      camera[move](matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 0 } : undefined);
    });
  }
  shown.on("clickNode", ({ node }) => { location.href = graph.getNodeAttribute(node, "to"); });
})();
