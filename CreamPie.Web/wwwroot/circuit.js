// One request, a WebSocket, and no negotiation before it: a proxy may send the second of two requests to another node, which would not
// know the connection (and so no proxy needs sticky sessions).
Blazor.start({
  circuit: {
    configureSignalR: connection => connection.withUrl('_blazor', { skipNegotiation: true, transport: 1 }),
    // The node of this page may be gone while another one answers: ask at once, then calmly.
    reconnectionOptions: { maxRetries: 40, retryIntervalMilliseconds: tries => [0, 300, 700, 1500, 3000][tries] ?? 5000 },
  },
});
