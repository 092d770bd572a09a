// One request, a WebSocket, and no negotiation before it: a proxy may send the second of two requests to another node, which would not
// know the connection (and so no proxy needs sticky sessions).
const pauses = [0, 200, 400, 800, 1500];
Blazor.start({
  circuit: {
    configureSignalR: connection => connection.withUrl('_blazor', { skipNegotiation: true, transport: 1 }),
    // The node of this page may be gone while another one answers: ask at once, then calmly.
    reconnectionOptions: { maxRetries: 70, retryIntervalMilliseconds: tries => pauses[tries] ?? (tries < 30 ? 2000 : 5000) },
  },
});
