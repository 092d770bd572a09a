using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Support;

/// <summary>Every line of every level, with its values, its exception and the scopes around it.</summary>
internal sealed class WholeLog : ConcurrentQueue<string>, ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public override string ToString() => string.Join('\n', this);

    public void Dispose()
    {
    }

    private sealed class Lines(WholeLog log, string category) : ILogger
    {
        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            log._scopes?.ForEachScope((scope, all) => all.Add(ValuesOf(scope)), scopes);
            log.Enqueue($"{category}: {formatter(state, exception)} {ValuesOf(state)} {string.Join(' ', scopes)} {exception}");
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        private static string ValuesOf(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values
            ? string.Join(' ', values.Select(v => $"{v.Key}={v.Value}"))
            : state?.ToString() ?? "";
    }
}
