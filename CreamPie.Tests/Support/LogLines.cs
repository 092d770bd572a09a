using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Support;

/// <summary>Every line that an application logged.</summary>
internal sealed class LogLines : ConcurrentBag<string>, ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Add(formatter(state, exception));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
