using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CreamPie.Tests.Support;

/// <summary>The real program as a separate process on a free port of 127.0.0.1, with a first admin.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const string Email = "admin@example.org";
    private const string Password = "correct horse battery";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly List<(string Text, TaskCompletionSource Said)> _awaited = [];
    private readonly TaskCompletionSource<Uri?> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Ended();
    }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Null until the program listens, or if it refused to start.</summary>
    public Task<Uri?> Address => _address.Task;

    /// <param name="settings">Environment variables: Storage__Path and the like.</param>
    /// <param name="program">The program's folder; null for the program as built.</param>
    /// <param name="port">Of 127.0.0.1; 0 for a free one.</param>
    public static AppProcess Start(IReadOnlyDictionary<string, string> settings, string? program = null, int port = 0)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(program ?? AppContext.BaseDirectory, "CreamPie.Web.dll"), "--urls", $"http://127.0.0.1:{port}"])
        {
            WorkingDirectory = settings["Storage__Path"],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Bootstrap__AdminEmail"] = Email;
        start.Environment["Bootstrap__AdminPassword"] = Password;
        // Only the source that a test serves is used.
        start.Environment["Sources__Order"] = "YahooPage";
        start.Environment["Storage__MinFreePercent"] = "0";
        // It would lie beside the test's folder.
        start.Environment["Security__KeyFile"] = "none";
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        var app = new AppProcess(new Process { StartInfo = start });
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        return app;
    }

    /// <summary>A client with the admin's token, once the program listens.</summary>
    public async Task<HttpClient> AdminAsync()
    {
        var client = new HttpClient { BaseAddress = await Address ?? throw new InvalidOperationException("It did not start:\n" + Output) };
        var answer = await client.PostAsJsonAsync("/api/auth/login", new { email = Email, password = Password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Adds a crash point, at which the program ends, to the settings.</summary>
    /// <param name="waits">Wait at the crash point until killed.</param>
    public static Dictionary<string, string> CrashingAt(string point, IReadOnlyDictionary<string, string> settings, bool waits = false) =>
        new(settings)
        {
            ["CREAMPIE_CRASH_AT"] = point,
            ["CREAMPIE_CRASH_KEY"] = "this-process-may-die",
            ["CREAMPIE_CRASH_HOW"] = waits ? "wait" : "",
        };

    /// <summary>Returns when the program has written a line with the text, or ended.</summary>
    public Task WaitForOutputAsync(string text)
    {
        lock (_output)
        {
            if (_process.HasExited || _output.ToString().Contains(text, StringComparison.Ordinal))
                return Task.CompletedTask;
            var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, said));
            return said.Task;
        }
    }

    /// <summary>SIGTERM: requests a graceful shutdown.</summary>
    public void Terminate() => Signal(15);

    /// <summary>SIGSTOP: suspends the program without its knowledge.</summary>
    public void Freeze() => Signal(19);

    /// <summary>SIGCONT: resumes the program.</summary>
    public void Thaw() => Signal(18);

    /// <summary>SIGKILL: ends the program without flushing or logging.</summary>
    public void Kill() => _process.Kill();

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Ended()
    {
        _address.TrySetResult(null);
        lock (_output)
            _awaited.ForEach(a => a.Said.TrySetResult());
    }

    private void Signal(int number)
    {
        if (SendSignal(_process.Id, number) != 0)
            throw new InvalidOperationException("The process is gone:\n" + Output);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (text, said) in _awaited.Where(a => line.Contains(a.Text, StringComparison.Ordinal)))
                said.TrySetResult();
        }
        const string Listening = "Now listening on: ";
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..]));
    }
}
