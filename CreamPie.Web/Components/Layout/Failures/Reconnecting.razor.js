// Blazor tries again for some minutes and then gives up, and it does nothing when the server knows the page no more.
// A page that stands open comes back by itself, whenever the server does.
const pause = 3000;

document.getElementById("components-reconnect-modal").addEventListener("components-reconnect-state-changed", event => {
  switch (event.detail.state) {
    case "failed":
    case "rejected":
    case "resume-failed":
      reloadWhenServed();
      break;
    case "paused":
      Blazor.resumeCircuit().then(isBack => isBack || reloadWhenServed(), reloadWhenServed);
      break;
  }
});

// Not before: a reload without a server would leave the browser's own error page, which never comes back.
async function reloadWhenServed() {
  while (!await isServed())
    await new Promise(resume => setTimeout(resume, pause));
  location.reload();
}

async function isServed() {
  try {
    return (await fetch("/healthz/live", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
