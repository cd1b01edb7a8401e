// A wait that runs down, second by second; at its end the page is fetched anew.
for (const place of document.querySelectorAll("[data-seconds]")) {
  const end = performance.now() + 1000 * Number(place.dataset.seconds);
  const timer = setInterval(() => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      location.reload();
      return;
    }
    const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const pair = (number) => String(number).padStart(2, "0");
    place.textContent = hours ? `${hours}:${pair(minutes)}:${pair(seconds)}` : `${minutes}:${pair(seconds)}`;
  }, 250);
}
