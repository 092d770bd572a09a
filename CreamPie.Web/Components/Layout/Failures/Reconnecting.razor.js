// Blazor retries for some minutes and then gives up, and does nothing if the server no longer knows the circuit.
// An open page recovers by itself whenever the server does.
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

// Not earlier: a reload without a server would end on the browser's own error page, which never recovers.
async function reloadWhenServed() {
  while (!await isServed())
    await new Promise(resume => setTimeout(resume, pause));
  location.reload();
}

async function isServed() {
  try {
    return (await fetch(new URL("healthz/live", document.baseURI), { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
