// While the pointer is on a chart, say which month it is on, and its number.
const WIDTH = 720; // of the bars, in units of the picture

for (const figure of document.querySelectorAll(".panel")) {
  const picture = figure.querySelector("svg");
  const caption = figure.querySelector("figcaption");
  const whole = caption.textContent;
  const counts = picture.dataset.counts.split(" ");
  const [year, month] = picture.dataset.first.split("-").map(Number);

  picture.addEventListener("pointermove", (event) => {
    const place = new DOMPoint(event.clientX, event.clientY);
    const { x } = place.matrixTransform(picture.getScreenCTM().inverse());
    const n = Math.floor((x / WIDTH) * counts.length);
    if (n in counts) {
      const there = new Date(Date.UTC(year, month - 1 + n)).toISOString().slice(0, 7);
      caption.textContent = `${whole} · ${there}: ${counts[n]}`;
    }
  });
  picture.addEventListener("pointerleave", () => {
    caption.textContent = whole;
  });
}
